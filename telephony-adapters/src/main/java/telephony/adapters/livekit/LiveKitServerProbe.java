package telephony.adapters.livekit;

import com.google.protobuf.MessageLite;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import livekit.LivekitRoom.ListRoomsRequest;
import telephony.dispatch.ServerFacts;
import telephony.dispatch.ServerFacts.Leeway;
import telephony.dispatch.ServerProbePort;

/**
 * Asks for a room that nobody has with a token that expired a moment ago: whether it is served tells LiveKit's leeway, and
 * the date of the answer tells its clock. The version comes from {@link WorkerGreeting}. Made by {@link LiveKitApi}.
 */
final class LiveKitServerProbe implements ServerProbePort {

    /** How long ago the token expired: within LiveKit's leeway of 60 s, and about as long as a create's. */
    static final Duration EXPIRED = Duration.ofSeconds(50);

    private static final MessageLite NO_ROOM =
            ListRoomsRequest.newBuilder().addNames("telephony-server-probe").build();

    private static final int OK = 200;
    private static final int UNAUTHENTICATED = 401;
    /** An HTTP date is cut to seconds: on average it is half a second late. */
    private static final Duration HALF_A_SECOND = Duration.ofMillis(500);

    private final Twirp twirp;
    private final Tokens tokens;
    private final InstantSource clock;

    LiveKitServerProbe(Twirp twirp, Tokens tokens, InstantSource clock) {
        this.twirp = twirp;
        this.tokens = tokens;
        this.clock = clock;
    }

    @Override
    public CompletionStage<ServerFacts> probe() {
        CompletableFuture<Optional<String>> version = WorkerGreeting.version(twirp, tokens.worker());
        Instant sent = clock.instant();
        return twirp.call(LiveKitMethod.LIST_ROOMS, NO_ROOM, tokens.roomList(sent.minus(EXPIRED)))
                .thenCompose(reply -> {
                    Optional<Duration> ahead = ahead(reply.date(), sent, clock.instant());
                    return leeway(reply).thenCombine(version, (leeway, told) -> {
                        return new ServerFacts(leeway, ahead.orElse(null), told.orElse(null), false);
                    });
                });
    }

    /** A key that is refused at any time says nothing about the leeway. */
    private CompletionStage<Leeway> leeway(Twirp.Reply reply) {
        if (reply.status() != UNAUTHENTICATED) {
            return CompletableFuture.completedFuture(reply.status() == OK ? Leeway.GRANTED : Leeway.UNKNOWN);
        }
        return twirp.call(LiveKitMethod.LIST_ROOMS, NO_ROOM, tokens.roomList())
                .thenApply(fresh -> fresh.status() == OK ? Leeway.REFUSED : Leeway.UNKNOWN);
    }

    /** How far LiveKit's clock is ahead of ours; its date lies between our sending and our receiving. */
    private static Optional<Duration> ahead(String date, Instant sent, Instant received) {
        try {
            Instant theirs = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant()
                    .plus(HALF_A_SECOND);
            Instant ours = sent.plus(Duration.between(sent, received).dividedBy(2));
            return Optional.of(Duration.between(ours, theirs));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
