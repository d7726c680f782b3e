package telephony.guard;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import telephony.queue.QueuePace;
import telephony.queue.QueueRules;

/**
 * How often, how many, how long and for how much.
 *
 * @param velocity against floods
 * @param slots calls at a time
 * @param callsPerSecond by trunk
 * @param spend money
 * @param times how long a phone rings and a call lasts
 * @param abandonment calls that were answered while no agent was there
 * @param queue until when calls wait instead of being refused
 * @param rampUp new trunks
 */
public record Limits(
        Velocity velocity,
        Slots slots,
        Quota callsPerSecond,
        Spend spend,
        Times times,
        Abandonment abandonment,
        Queue queue,
        RampUp rampUp) {

    /**
     * How fast ordered calls leave the queue of this trunk at this time. A new trunk has a queue while it is new, also when it
     * has none otherwise: its calls wait, and are not refused.
     */
    public QueuePace pace(String trunkId, Instant now) {
        QueuePace usual = queue.pace(trunkId);
        OptionalLong ramped = rampUp.of(trunkId, now);
        if (ramped.isEmpty()) {
            return usual;
        }
        Long perSecond = usual.perSecond();
        long slower = perSecond == null ? ramped.getAsLong() : Math.min(perSecond, ramped.getAsLong());
        return new QueuePace(slower, usual.atOnce());
    }

    /**
     * How many dials may begin on this trunk within a second of this time, as the guards see it.
     *
     * @param waits whether the dial had its turn in the queue, which kept the pace of a new trunk for it; it may then ring a
     *     little sooner or later behind the one before it
     */
    OptionalLong perSecond(@Nullable String trunkId, Instant now, boolean waits) {
        OptionalLong usual = callsPerSecond.of(trunkId);
        OptionalLong ramped = waits ? OptionalLong.empty() : rampUp.of(trunkId, now);
        if (usual.isEmpty() || ramped.isEmpty()) {
            return usual.isEmpty() ? ramped : usual;
        }
        return OptionalLong.of(Math.min(usual.getAsLong(), ramped.getAsLong()));
    }

    /**
     * How fast calls leave their queue, by trunk. A trunk without a limit here has no queue.
     *
     * @param callsPerSecond calls whose turn comes within a second
     * @param calls calls under way at a time
     * @param length calls that wait at most
     */
    public record Queue(Quota callsPerSecond, Quota calls, int length) implements QueueRules {

        /** Nobody waits. */
        public static final Queue NONE = new Queue(Quota.UNLIMITED, Quota.UNLIMITED, QueueRules.DEFAULT_LENGTH);

        @Override
        public QueuePace pace(String trunkId) {
            return new QueuePace(limit(callsPerSecond, trunkId), limit(calls, trunkId));
        }

        private static @Nullable Long limit(Quota quota, String trunkId) {
            OptionalLong limit = quota.of(trunkId);
            return limit.isPresent() ? limit.getAsLong() : null;
        }
    }

    /**
     * Against floods, within an hour, of one tenant's calls.
     *
     * @param perNumber calls to one number
     * @param perPrefix calls to numbers that have the first 7 digits in common
     * @param perRange calls to numbers that differ in the last 2 digits only
     * @param perCountry calls to a country; the number for those not named is how many a new country gets
     * @param shortPercent pause when more than so many in a hundred answered calls were short; 100 = never
     * @param shortLeast answered calls before that counts
     */
    public record Velocity(
            Quota perNumber, Quota perPrefix, Quota perRange, Quota perCountry, int shortPercent, int shortLeast) {}

    /**
     * Calls at a time.
     *
     * @param global in all
     * @param tenant of a tenant
     * @param trunk on a trunk
     * @param campaign of a campaign
     */
    public record Slots(Quota global, Quota tenant, Quota trunk, Quota campaign) {}

    /**
     * Money, in millionths of a currency. What is not known to cost anything cannot be held to a limit: as soon as there is
     * any, a number without a price is refused.
     *
     * @param currency its word for people
     * @param minuteCeiling most that a minute may cost; null = anything
     * @param call most that a call may cost; null = anything
     * @param day in a day by UTC: {@value Quota#ANY} is the limit of each tenant, {@value #EVERYBODY} that of all together
     * @param month in a month by UTC, the same
     */
    public record Spend(String currency, @Nullable Long minuteCeiling, @Nullable Long call, Quota day, Quota month) {

        /** The name of all together. */
        public static final String EVERYBODY = "all";

        /** No limit. */
        public static final Spend UNLIMITED = new Spend("EUR", null, null, Quota.UNLIMITED, Quota.UNLIMITED);

        /** Whether anything about money is limited. */
        public boolean isLimited() {
            return minuteCeiling != null
                    || call != null
                    || !day.limits().isEmpty()
                    || !month.limits().isEmpty();
        }

        /** The limit of all together; it is only there by name. */
        static OptionalLong ofEverybody(Quota quota) {
            Long limit = quota.limits().get(EVERYBODY);
            return limit == null ? OptionalLong.empty() : OptionalLong.of(limit);
        }
    }

    /**
     * How long.
     *
     * @param leastRinging shortest time that a phone must be left to ring
     * @param mostRinging longest time that it may ring
     * @param mostDuration longest call
     */
    public record Times(Duration leastRinging, Duration mostRinging, Duration mostDuration) {}

    /**
     * Calls that were answered while no agent was there, of one campaign.
     *
     * @param pausePercent the campaign pauses when so many in a hundred or more were, in a day or in 30
     * @param leastAnswered answered calls before that counts
     */
    public record Abandonment(int pausePercent, int leastAnswered) {}
}
