package telephony.guard;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import telephony.outbound.Dial;

/** What the ledger counts for one dial: G8 to G12, and the marks of G5. The same case always makes the same lines. */
final class DialCounts {

    /** Kind of what is given back when a call ends. */
    static final String SLOT = "slot";

    /** Kind of money, settled when a call ends. */
    static final String SPEND = "spend";

    /** How long after its latest end a call's place is kept, should nobody say that it ended. */
    static final Duration SLOT_GRACE = Duration.ofSeconds(60);

    static final Duration DAY = Duration.ofDays(1);
    static final Duration MONTH = Duration.ofDays(30);
    static final Duration HOUR = Duration.ofHours(1);

    private static final String ASKED = "asked";
    private static final String TRIED = "tried";
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int SECONDS_PER_MINUTE = 60;

    private final List<DialCount> counts = new ArrayList<>();
    private final DialCase dialCase;
    private final Dial dial;
    private final GuardPolicy policy;
    private final DialKeys keys;
    private final Instant now;

    private DialCounts(DialCase dialCase, GuardPolicy policy, DialKeys keys) {
        this.dialCase = dialCase;
        this.dial = dialCase.dial();
        this.policy = policy;
        this.keys = keys;
        this.now = dialCase.now();
    }

    /** All that is to be counted, in the order of the guards. */
    static List<DialCount> of(DialCase dialCase, GuardPolicy policy, UnaryOperator<String> hash) {
        DialCounts counts = new DialCounts(dialCase, policy, new DialKeys(hash));
        counts.addMarks();
        counts.addAttempts();
        counts.addVelocity();
        counts.addSlots();
        counts.addPace();
        counts.addSpend();
        counts.addAbandonment();
        return List.copyOf(counts.counts);
    }

    private void add(String rule, String code, int status, String detail, LedgerLine line) {
        counts.add(new DialCount(line, rule, code, status, detail));
    }

    /** Something that must not be there at all. */
    private void addMark(String rule, String code, int status, String detail, String key) {
        add(rule, code, status, detail, new LedgerLine(key, ASKED, 0, 0, null));
    }

    private void addMarks() {
        if (dialCase.wholeNumber().isPresent()) {
            String detail = "who has this number does not want to be called";
            addMark("G5", "do-not-call", Guard.FORBIDDEN, detail, keys.doNotCall(null, dialCase.target()));
            if (dial.tenantId() != null) {
                String key = keys.doNotCall(dial.tenantId(), dialCase.target());
                addMark("G5", "do-not-call", Guard.FORBIDDEN, detail, key);
            }
        }
    }

    private void addAttempts() {
        Contact.Attempts most = attempts(dialCase, policy).orElse(null);
        if (most == null || dialCase.wholeNumber().isEmpty()) {
            return;
        }
        String number = dialCase.target();
        String tenant = dial.tenantId();
        addAttempt(keys.ofNumber("attempt-day", tenant, number), most.perDay(), DAY, "today");
        addAttempt(keys.ofNumber("attempt-month", tenant, number), most.perMonth(), MONTH, "in 30 days");
        if (dial.campaignId() != null) {
            String key = keys.ofNumber("attempt-campaign", tenant, dial.campaignId(), number);
            addAttempt(key, most.perCampaignAndDay(), DAY, "today by this campaign");
        }
        if (!most.spacing().isZero()) {
            addAttempt(keys.ofNumber("attempt-spacing", tenant, number), 1, most.spacing(), "just now");
        }
        addMark(
                "G8",
                "attempt-limit",
                Guard.CONFLICT,
                "who has this number declined and is left alone for a time",
                keys.quiet(tenant, number));
    }

    private void addAttempt(String key, int limit, Duration time, String when) {
        add(
                "G8",
                "attempt-limit",
                Guard.CONFLICT,
                "this number was called as often as it may be, " + when,
                new LedgerLine(key, TRIED, 1, limit, now.plus(time)));
    }

    /** The limits of attempts; empty when the dial is none that they are about, or they are not known. */
    static Optional<Contact.Attempts> attempts(DialCase dialCase, GuardPolicy policy) {
        return dialCase.isContact()
                ? dialCase.country()
                        .flatMap(country -> Optional.ofNullable(policy.contact().attemptsIn(country)))
                : Optional.empty();
    }

    private void addVelocity() {
        if (dialCase.wholeNumber().isEmpty() || dialCase.isTrusted(policy)) {
            return;
        }
        Limits.Velocity velocity = policy.limits().velocity();
        String tenant = dial.tenantId();
        String number = dialCase.target();
        addVelocity(
                keys.ofNumber("number", tenant, number), velocity.perNumber().of(tenant), "this number");
        addVelocity(keys.prefix(tenant, number), velocity.perPrefix().of(tenant), "numbers that begin like this one");
        addVelocity(keys.range(tenant, number), velocity.perRange().of(tenant), "numbers next to this one");
        dialCase.country()
                .ifPresent(country -> addVelocity(
                        DialKeys.of("country", tenant, country),
                        velocity.perCountry().of(country),
                        "this country"));
        addWatched(answered(dial), ASKED);
        addWatched(shortOnes(dial), ASKED);
    }

    private void addVelocity(String key, OptionalLong limit, String what) {
        boolean released = dialCase.isRuled(Ruling.Kind.RELEASE);
        limit.ifPresent(most -> add(
                "G9",
                "destination-velocity",
                Guard.FORBIDDEN,
                "too many calls to " + what + " within an hour; if they are meant, release them with guards release, or"
                        + " raise the limit in the guards file",
                new LedgerLine(key, TRIED, 1, released ? LedgerLine.NO_LIMIT : most, now.plus(HOUR))));
    }

    static String answered(Dial dial) {
        return DialKeys.of("answered", dial.tenantId());
    }

    static String shortOnes(Dial dial) {
        return DialKeys.of("short", dial.tenantId());
    }

    static String answeredOf(String campaign, String time) {
        return DialKeys.of("answered-" + time, campaign);
    }

    static String abandonedOf(String campaign, String time) {
        return DialKeys.of("abandoned-" + time, campaign);
    }

    /** Something that is read along, whatever it is. */
    private void addWatched(String key, String kind) {
        add("", "", 0, "", new LedgerLine(key, kind, 0, LedgerLine.NO_LIMIT, null));
    }

    private void addSlots() {
        Limits.Slots slots = policy.limits().slots();
        addSlot(DialKeys.of("slots"), slots.global().of(null), "in all");
        addSlot(DialKeys.of("slots-tenant", dial.tenantId()), slots.tenant().of(dial.tenantId()), "of this tenant");
        addSlot(DialKeys.of("slots-trunk", dial.trunkId()), slots.trunk().of(dial.trunkId()), "on this trunk");
        if (dial.campaignId() != null) {
            String campaign = dial.campaignId();
            addSlot(DialKeys.of("slots-campaign", campaign), slots.campaign().of(campaign), "of this campaign");
        }
    }

    private void addSlot(String key, OptionalLong limit, String whose) {
        Instant end = now.plus(dial.ringingTimeout()).plus(dial.maxDuration()).plus(SLOT_GRACE);
        limit.ifPresent(most -> add(
                "G10",
                "no-free-line",
                Guard.TOO_MANY,
                "as many calls as allowed are under way " + whose,
                new LedgerLine(key, SLOT, 1, most, end)));
    }

    /** Calls of a new trunk are counted in any case, so that what cannot wait is judged by all that begins there. */
    private void addPace() {
        Limits limits = policy.limits();
        boolean waits = dial.kind() == Dial.Kind.CALL;
        OptionalLong limit = limits.perSecond(dial.trunkId(), now, waits);
        boolean isNew = limits.rampUp().of(dial.trunkId(), now).isPresent();
        if (limit.isPresent() || isNew) {
            add(
                    "G11",
                    "rate-limited",
                    Guard.TOO_MANY,
                    "as many calls per second as allowed begin on this trunk" + (isNew ? ", which is new" : ""),
                    new LedgerLine(
                            DialKeys.of("pace", dial.trunkId()),
                            TRIED,
                            1,
                            limit.orElse(LedgerLine.NO_LIMIT),
                            now.plus(SECOND)));
        }
    }

    private void addSpend() {
        OptionalLong reserved = reserve(dialCase, policy);
        if (reserved.isEmpty() || reserved.getAsLong() > LedgerLine.MAX_AMOUNT) {
            return;
        }
        long amount = reserved.getAsLong();
        for (SpendCap cap : SpendCap.of(dial, policy.limits().spend(), now)) {
            add(
                    "G12",
                    "spend-cap",
                    Guard.FORBIDDEN,
                    "the most that this call could cost is more than is left of this "
                            + cap.period().word() + "'s money" + (cap.tenantId() == null ? "" : " of the tenant"),
                    new LedgerLine(cap.key(), SPEND, amount, cap.limit(), cap.ends()));
        }
    }

    /** The most that this call can cost, in millionths; empty when money is not limited or the price is not known. */
    static OptionalLong reserve(DialCase dialCase, GuardPolicy policy) {
        return cost(dialCase.dial(), policy, dialCase.dial().maxDuration());
    }

    /** What talking for so long costs, each minute that was begun in full. */
    static OptionalLong cost(Dial dial, GuardPolicy policy, Duration talked) {
        if (!policy.limits().spend().isLimited() || DialCase.isAddress(dial)) {
            return OptionalLong.empty();
        }
        long minutes =
                (talked.toSeconds() + (talked.toNanosPart() > 0 ? 1 : 0) + SECONDS_PER_MINUTE - 1) / SECONDS_PER_MINUTE;
        return policy.destinations()
                .prefixes()
                .pricePerMinute(DialCase.target(dial))
                .map(price -> OptionalLong.of(times(price, minutes)))
                .orElse(OptionalLong.empty());
    }

    /** A product too large for any ledger stays too large for it. */
    private static long times(long price, long minutes) {
        return minutes > 0 && price > LedgerLine.NO_LIMIT / minutes ? LedgerLine.NO_LIMIT : price * minutes;
    }

    private void addAbandonment() {
        String campaign = dial.campaignId();
        if (campaign != null && dialCase.isContact()) {
            for (String time : List.of("day", "month")) {
                addWatched(answeredOf(campaign, time), ASKED);
                addWatched(abandonedOf(campaign, time), ASKED);
            }
        }
    }
}
