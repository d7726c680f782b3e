package telephony.outbound;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import telephony.call.PhoneNumber;
import telephony.call.RetryRule;
import telephony.routing.AgentConfig;
import telephony.routing.Rung;

/**
 * Whom to call, and who is to talk.
 *
 * @param to whom, E.164: {@code +} and 7 to 15 digits
 * @param from the number that is shown, E.164; null = the trunk's own choice
 * @param trunkId LiveKit's outbound trunk; null = the one that the switchboard is set to
 * @param agent who talks
 * @param onAgentMissing what is done when the agent is missing, in this order; empty = the router's default
 * @param tenantId whose call it is; null = nobody's in particular
 * @param campaignId what it belongs to; null = nothing
 * @param metadata JSON object for the agent, keys in any style; members that are null are left out
 * @param ringingTimeout how long it may ring, {@link #LEAST_RINGING} to {@link #MOST_RINGING}, cut to seconds
 * @param maxDuration how long the call may last once answered, {@link #LEAST_DURATION} to {@link #MOST_DURATION}, cut to seconds
 * @param agentFirst whether the phone rings only when the agent is in the room
 * @param retry when another attempt is made; null = never
 */
public record OutboundOrder(
        String to,
        @Nullable String from,
        @Nullable String trunkId,
        AgentConfig agent,
        List<Rung> onAgentMissing,
        @Nullable String tenantId,
        @Nullable String campaignId,
        Map<String, Object> metadata,
        Duration ringingTimeout,
        Duration maxDuration,
        boolean agentFirst,
        @Nullable RetryRule retry) {

    /** How long it rings unless said otherwise. */
    public static final Duration DEFAULT_RINGING = Duration.ofSeconds(30);

    /** Below this nobody can answer. */
    public static final Duration LEAST_RINGING = Duration.ofSeconds(5);

    /** LiveKit ends the request after 80 s, and with it the ringing; the answer must come before. */
    public static final Duration MOST_RINGING = Duration.ofSeconds(75);

    /** How long a call lasts at most unless said otherwise. */
    public static final Duration DEFAULT_DURATION = Duration.ofHours(1);

    /** A call shorter than this is a mistake. */
    public static final Duration LEAST_DURATION = Duration.ofSeconds(10);

    /** LiveKit's own limit. */
    public static final Duration MOST_DURATION = Duration.ofHours(24);

    private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{6,14}");

    /**
     * @throws InvalidPhoneNumberException when a number is not E.164
     * @throws IllegalArgumentException when a time is out of bounds
     */
    public OutboundOrder {
        requireNumber("to", to);
        if (from != null) {
            requireNumber("from", from);
        }
        Objects.requireNonNull(agent, "agent");
        onAgentMissing = List.copyOf(onAgentMissing);
        metadata = metadata.entrySet().stream()
                .filter(member -> member.getValue() != null)
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
        ringingTimeout = within("ringingTimeout", ringingTimeout, LEAST_RINGING, MOST_RINGING);
        maxDuration = within("maxDuration", maxDuration, LEAST_DURATION, MOST_DURATION);
    }

    /** A call to this number, with the default times, to nobody's account. */
    public static OutboundOrder to(String number, AgentConfig agent) {
        return new OutboundOrder(
                number,
                null,
                null,
                agent,
                List.of(),
                null,
                null,
                Map.of(),
                DEFAULT_RINGING,
                DEFAULT_DURATION,
                true,
                null);
    }

    /** The same, showing this number. */
    public OutboundOrder from(String number) {
        return with(draft -> draft.from = number);
    }

    /** The same over this trunk of LiveKit's. */
    public OutboundOrder over(String trunk) {
        return with(draft -> draft.trunkId = trunk);
    }

    /** The same for this tenant and campaign; null = none. */
    public OutboundOrder of(@Nullable String tenant, @Nullable String campaign) {
        return with(draft -> {
            draft.tenantId = tenant;
            draft.campaignId = campaign;
        });
    }

    /** The same with this metadata for the agent. */
    public OutboundOrder telling(Map<String, Object> object) {
        return with(draft -> draft.metadata = object);
    }

    /** The same, doing this when the agent is missing. */
    public OutboundOrder onAgentMissing(Rung... rungs) {
        return with(draft -> draft.onAgentMissing = List.of(rungs));
    }

    /** The same, ringing for so long at most. */
    public OutboundOrder ringingFor(Duration time) {
        return with(draft -> draft.ringingTimeout = time);
    }

    /** The same, lasting so long at most. */
    public OutboundOrder lastingFor(Duration time) {
        return with(draft -> draft.maxDuration = time);
    }

    /** The same, ringing at once, whether or not the agent is there. */
    public OutboundOrder withoutWaitingForAgent() {
        return with(draft -> draft.agentFirst = false);
    }

    /** The same, tried again by this rule; null = never. */
    public OutboundOrder retrying(@Nullable RetryRule rule) {
        return with(draft -> draft.retry = rule);
    }

    /** By which the same order is known again under its key: equal for equal orders, 64 hexadecimal digits. */
    public String fingerprint() {
        return OrderFingerprint.of(this);
    }

    private static void requireNumber(String what, String number) {
        if (!E164.matcher(number).matches()) {
            throw new InvalidPhoneNumberException(what + " must be a number in E.164, + and 7 to 15 digits, not "
                    + new PhoneNumber(number, null).masked());
        }
    }

    private static Duration within(String what, Duration time, Duration least, Duration most) {
        if (time.compareTo(least) < 0 || time.compareTo(most) > 0) {
            throw new IllegalArgumentException(what + " must be between " + least + " and " + most + ", not " + time);
        }
        return Duration.ofSeconds(time.toSeconds());
    }

    private OutboundOrder with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return new OutboundOrder(
                to,
                draft.from,
                draft.trunkId,
                agent,
                draft.onAgentMissing,
                draft.tenantId,
                draft.campaignId,
                draft.metadata,
                draft.ringingTimeout,
                draft.maxDuration,
                draft.agentFirst,
                draft.retry);
    }

    /** A copy that can be changed, so that each change names only what it changes. */
    private static final class Draft {
        private @Nullable String from;
        private @Nullable String trunkId;
        private List<Rung> onAgentMissing;
        private @Nullable String tenantId;
        private @Nullable String campaignId;
        private Map<String, Object> metadata;
        private Duration ringingTimeout;
        private Duration maxDuration;
        private boolean agentFirst;
        private @Nullable RetryRule retry;

        private Draft(OutboundOrder order) {
            from = order.from;
            trunkId = order.trunkId;
            onAgentMissing = order.onAgentMissing;
            tenantId = order.tenantId;
            campaignId = order.campaignId;
            metadata = order.metadata;
            ringingTimeout = order.ringingTimeout;
            maxDuration = order.maxDuration;
            agentFirst = order.agentFirst;
            retry = order.retry;
        }
    }
}
