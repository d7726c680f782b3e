package telephony.adapters.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import telephony.call.CallId;
import telephony.call.TelephonyCall;
import telephony.queue.CallQueuePort;
import telephony.queue.QueueCount;
import telephony.queue.QueuePace;
import telephony.queue.QueuePlace;

/** The queue that the calls in Redis are; a turn is one script. */
final class RedisCallQueue implements CallQueuePort {

    private static final int PARTS = 3;

    private final RedisLink link;
    private final RedisClock clock;
    private final BiConsumer<CallId, Instant> putOff;

    /** @param putOff puts a call that nobody can read off until then */
    RedisCallQueue(RedisLink link, RedisClock clock, BiConsumer<CallId, Instant> putOff) {
        this.link = link;
        this.clock = clock;
        this.putOff = putOff;
    }

    /** A place as the scripts have it. */
    static String place(QueuePlace place) {
        return KeyText.of(place.trunkId())
                + RedisRows.END
                + KeyText.of(place.tenantId())
                + RedisRows.END
                + place.stage().name();
    }

    @Override
    public List<TelephonyCall> turns(String trunkId, QueuePace pace, String owner, Duration lease, int max) {
        boolean none = pace.perSecond() != null && pace.perSecond() == 0;
        List<?> answer = link.step(
                "asking whose turn has come on a trunk",
                RedisScript.TURNS,
                List.of(
                        KeyText.of(trunkId),
                        pace.perSecond() == null ? "" : Long.toString(Math.max(1, pace.interval())),
                        pace.atOnce() == null ? "" : Long.toString(pace.atOnce()),
                        Long.toString(QueuePace.LEEWAY.toNanos() / 1_000),
                        owner,
                        Long.toString(lease.toMillis()),
                        Integer.toString(none ? 0 : Math.min(max, MAX_TURNS))));
        Instant at = Instant.ofEpochMilli(Long.parseLong((String) answer.get(0)));
        clock.read(at);
        List<CallId> broken = new ArrayList<>();
        List<TelephonyCall> turns = RedisRows.calls((List<?>) answer.get(1), broken::add);
        broken.forEach(callId -> putOff.accept(callId, at.plus(RedisTelephonyStore.PUT_OFF_FOR)));
        return turns;
    }

    @Override
    public List<QueueCount> counts() {
        QueueTally tally = new QueueTally();
        List<?> answer = link.step("counting the queue", RedisScript.QUEUE_COUNTS, List.of());
        for (int i = 0; i + 1 < answer.size(); i += 2) {
            @Nullable String[] parts = ((String) answer.get(i)).split(String.valueOf(RedisRows.END), PARTS);
            tally.add(parts[0], parts[1], parts[2], Long.parseLong((String) answer.get(i + 1)));
        }
        return tally.counts();
    }
}
