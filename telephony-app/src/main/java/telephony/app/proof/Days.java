package telephony.app.proof;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import telephony.app.proof.Happening.Amnesia;
import telephony.app.proof.Happening.BadAnswer;
import telephony.app.proof.Happening.Call;
import telephony.app.proof.Happening.Fate;
import telephony.app.proof.Happening.Moment;
import telephony.app.proof.Happening.Outage;
import telephony.app.proof.Happening.Partition;
import telephony.app.proof.Happening.Snag;
import telephony.app.proof.Happening.Unheard;
import telephony.app.proof.World.Beats;
import telephony.app.proof.World.Drift;
import telephony.simulation.AgentBehaviour;
import telephony.simulation.ApiFault;
import telephony.simulation.ApiMethod;
import telephony.simulation.Ids;
import telephony.simulation.SimulationTiming;
import telephony.simulation.WebhookFault;

/**
 * Thinks of bad days: the same seed is the same schedule. Chance is drawn for each actor and purpose apart, so that one draw
 * more of one changes no other.
 */
final class Days {

    private static final Duration LAST_HANG_UP = Duration.ofSeconds(130);

    /** The moments of every call; {@link OrderDays} has those of the calls that we place. */
    private static final List<Moment> MOMENTS =
            Stream.of(Moment.values()).filter(moment -> !moment.isOfDial()).toList();

    private static final List<ApiMethod> ASKED = List.of(
            ApiMethod.CREATE_DISPATCH,
            ApiMethod.CREATE_DISPATCH,
            ApiMethod.LIST_DISPATCH,
            ApiMethod.LIST_PARTICIPANTS,
            ApiMethod.LIST_ROOMS,
            ApiMethod.REMOVE_PARTICIPANT,
            ApiMethod.DELETE_DISPATCH);

    /** What may be late or lost; empty = whatever comes. */
    private static final List<String> EVENTS =
            List.of("room_started", "participant_joined", "track_published", "participant_left", "room_finished", "");

    private static final List<Fate.Kind> FATES =
            List.of(Fate.Kind.VANISHES, Fate.Kind.LOSES_SIP, Fate.Kind.GETS_A_STRANGER, Fate.Kind.GETS_COMPANY);

    /** Between the happenings of one call, so that they meet it while something is going on. */
    private static final Duration SOON = Duration.ofSeconds(25);

    private final Ids chance;
    private final World world;
    private final List<Happening> happenings = new ArrayList<>();

    private Days(long seed) {
        chance = new Ids(seed);
        world = world(seed);
    }

    /** The day of this seed. */
    static Schedule of(long seed) {
        Days day = new Days(seed);
        day.plan();
        return new Schedule(day.world, day.happenings);
    }

    private SplittableRandom of(String purpose) {
        return chance.of(purpose);
    }

    private boolean oneIn(int n, String purpose) {
        return of(purpose).nextInt(n) == 0;
    }

    private <T> T pick(String purpose, List<T> choices) {
        return choices.get(of(purpose).nextInt(choices.size()));
    }

    private Duration millis(String purpose, Long... choices) {
        return Duration.ofMillis(pick(purpose, List.of(choices)));
    }

    private Duration within(String purpose, Duration most) {
        return chance.between(purpose, Duration.ZERO, most);
    }

    /** None in half of all days, else up to so many. */
    private int some(String purpose, int most) {
        return Math.max(0, of(purpose).nextInt(2 * most + 1) - most);
    }

    private World world(long seed) {
        SimulationTiming timing = SimulationTiming.SEEN
                .withAnswer(millis("answer", 0L, 0L, 20L, 300L))
                .withParticipantListLag(millis("lag", 0L, 0L, 1000L, 5000L))
                .withAgentStart(millis("start", 250L, 250L, 1500L, 4000L))
                .withRestart(
                        millis("agents back", 500L, 1500L, 5000L, 14_000L),
                        // Nobody was seen to be back sooner than in two seconds.
                        millis("callers back", 1500L, 2500L, 4000L, 9000L),
                        millis("workers back", 500L, 2000L, 8000L));
        int replicas = pick("replicas", List.of(1, 1, 2, 2, 3));
        Drift store = new Drift(drift("store ahead", 400), drift("store drift", 50));
        List<Drift> processes = new ArrayList<>();
        for (int i = 0; i < World.MOST_REPLICAS; i++) {
            processes.add(new Drift(drift("ahead " + i, 2000), drift("drift " + i, 200)));
        }
        boolean clocksDiffer = oneIn(2, "clocks");
        return new World(
                seed,
                timing,
                replicas,
                oneIn(3, "every replica hears"),
                false,
                pick("heartbeats", List.of(Beats.NONE, Beats.NONE, Beats.NONE, Beats.TO_ONE, Beats.IN_TURN)),
                clocksDiffer ? store : Drift.NONE,
                clocksDiffer ? processes : World.plain(seed).processClocks());
    }

    private Duration drift(String purpose, int most) {
        return Duration.ofMillis(of(purpose).nextInt(2 * most + 1) - most);
    }

    private void plan() {
        int count = 1 + of("calls").nextInt(4);
        List<Duration> begins = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            begins.add(planCall(i));
        }
        for (int i = some("api faults", 3); i > 0; i--) {
            happenings.add(badAnswer(begins));
        }
        for (int i = some("outages", 2); i > 0; i--) {
            happenings.add(outage(begins));
        }
        if (oneIn(2, "processes")) {
            for (int i = 1 + of("snags").nextInt(4); i > 0; i--) {
                happenings.add(snag(begins));
            }
        }
        if (oneIn(4, "partition")) {
            happenings.add(new Partition(
                    moment("partition at", begins),
                    of("partition whose").nextInt(World.MOST_REPLICAS),
                    pick("partition", List.of(Partition.Side.values())),
                    within("partition length", Duration.ofSeconds(40))));
        }
        if (world.beats() != Beats.NONE && oneIn(2, "unheard")) {
            happenings.add(new Unheard(
                    moment("unheard at", begins),
                    of("unheard whose").nextInt(World.MOST_REPLICAS),
                    pick("unheard", List.of(Unheard.Why.values())),
                    within("unheard length", Duration.ofSeconds(30))));
        }
        if (oneIn(8, "amnesia")) {
            happenings.add(new Amnesia(moment("amnesia at", begins), within("amnesia length", Duration.ofSeconds(20))));
        }
    }

    /** At any time, or shortly after somebody called: most goes wrong where most is going on. */
    private Duration moment(String purpose, List<Duration> begins) {
        return oneIn(3, purpose + " anywhere")
                ? within(purpose, Play.STORMY)
                : pick(purpose + " of", begins).plus(within(purpose, SOON));
    }

    private Duration planCall(int caller) {
        String who = "caller " + caller + " ";
        List<AgentBehaviour> agents = new ArrayList<>();
        for (int i = of(who + "odd agents").nextInt(4) - 1; i > 0; i--) {
            agents.add(behaviour(who));
        }
        List<WebhookTrouble> troubles = new ArrayList<>();
        for (int i = of(who + "troubles").nextInt(5) - 1; i > 0; i--) {
            troubles.add(webhookTrouble(who));
        }
        @Nullable
        Duration patience = oneIn(6, who + "patience") ? within(who + "patience s", Duration.ofSeconds(20)) : null;
        Duration begins = caller == 0 ? Duration.ZERO : within(who + "begins", Duration.ofSeconds(60));
        happenings.add(new Call(
                begins,
                caller,
                oneIn(3, who + "rule"),
                oneIn(8, who + "agents"),
                agents,
                troubles,
                within(who + "hang up", LAST_HANG_UP),
                patience));
        if (oneIn(3, who + "fate")) {
            happenings.add(new Fate(
                    begins.plus(within(who + "fate at", Play.STORMY.dividedBy(2))),
                    caller,
                    pick(who + "fate kind", FATES)));
        }
        return begins;
    }

    private AgentBehaviour behaviour(String who) {
        Duration some = within(who + "behaviour s", SOON);
        return switch (of(who + "behaviour").nextInt(6)) {
            case 0 -> AgentBehaviour.neverComing();
            case 1 -> AgentBehaviour.mute();
            case 2 -> AgentBehaviour.slow(some);
            case 3 -> AgentBehaviour.crashing(some);
            case 4 -> AgentBehaviour.leaving(some);
            default -> AgentBehaviour.normal();
        };
    }

    private WebhookTrouble webhookTrouble(String who) {
        return new WebhookTrouble(
                pick(who + "trouble", List.of(WebhookFault.Kind.values())),
                pick(who + "event", EVENTS),
                within(who + "late by", SOON),
                1 + of(who + "times").nextInt(6));
    }

    private Happening badAnswer(List<Duration> begins) {
        ApiFault fault =
                switch (of("api fault").nextInt(5)) {
                    case 0 -> ApiFault.lostAnswer();
                    case 1 -> ApiFault.lostRequest();
                    case 2 -> ApiFault.lateEffect(within("late effect", Duration.ofSeconds(15)));
                    case 3 -> ApiFault.refused();
                    default -> ApiFault.slow(within("slow", Duration.ofSeconds(4)));
                };
        Duration at = oneIn(2, "api fault early") ? Duration.ZERO : moment("api fault at", begins);
        return new BadAnswer(at, pick("api fault method", ASKED), fault);
    }

    private Happening outage(List<Duration> begins) {
        Outage.Kind kind = pick("outage", List.of(Outage.Kind.values()));
        boolean restart = kind.name().startsWith("RESTART");
        return new Outage(
                moment("outage at", begins), kind, within("outage length", Duration.ofSeconds(restart ? 8 : 40)));
    }

    private Happening snag(List<Duration> begins) {
        Moment where = pick("snag where", MOMENTS);
        boolean now = where == Moment.NOW;
        boolean store = where.name().endsWith("WRITE") || where.name().endsWith("CLAIM");
        Snag.What what =
                switch (of("snag").nextInt(4)) {
                    case 0 -> Snag.What.DIES;
                    case 1 -> Snag.What.STOPS;
                    case 2 -> now ? Snag.What.STOPS : Snag.What.WAITS;
                    default -> store ? Snag.What.STORE_FAILS : Snag.What.STOPS;
                };
        Duration length =
                switch (what) {
                    case DIES -> within("dead for", Duration.ofSeconds(20));
                    case STOPS -> within("stopped for", Duration.ofSeconds(45));
                    // No step of a store takes longer than its time-out.
                    case WAITS -> within("waits for", Duration.ofSeconds(2));
                    case STORE_FAILS -> Duration.ZERO;
                };
        return new Snag(
                moment("snag at", begins),
                of("snag whose").nextInt(World.MOST_REPLICAS),
                where,
                of("snag skip").nextInt(6),
                what,
                length);
    }
}
