package telephony.app.demo;

import static telephony.app.demo.DemoRouting.AGENT;
import static telephony.app.demo.DemoRouting.CLOSED_NUMBER;
import static telephony.app.demo.DemoRouting.FRONT_DESK_NUMBER;
import static telephony.app.demo.DemoRouting.NIGHT_NUMBER;
import static telephony.app.demo.DemoRouting.RECEPTION;
import static telephony.app.demo.DemoRouting.SALES_NUMBER;
import static telephony.simulation.WebhookFault.event;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import telephony.simulation.AgentBehaviour;
import telephony.simulation.ApiFault;
import telephony.simulation.DispatchRule;
import telephony.simulation.PhoneCall;
import telephony.simulation.SimulatedLiveKit;
import telephony.simulation.SimulatedWebhook;
import telephony.simulation.WebhookFault;

/**
 * What the demonstration plays. Calls that take long begin first, and what befalls LiveKit as a whole comes when few
 * others are there, so that the whole is over in about a minute at the speed of real life.
 *
 * @param scenarios the calls, in the order in which they begin
 * @param troubles what befalls LiveKit
 */
record Programme(List<Scenario> scenarios, List<Trouble> troubles) {

    private static final String JOINED = "participant_joined";
    private static final String LEFT = "participant_left";
    private static final String TRACK = "track_published";
    private static final List<String> EVENTS =
            List.of("room_started", JOINED, TRACK, "track_unpublished", LEFT, "room_finished");
    private static final int OF_EACH = 10;
    private static final String NUMBERS = "+155512300%02d";

    /**
     * Before anything happens: of a room that may be older than its own memory, a new switchboard does not know what was
     * asked for it before, and it waits 22 s before it asks. LiveKit tells a room's age in whole seconds.
     */
    private static final Duration LEAD_IN = Duration.ofMillis(2500);

    Programme {
        scenarios = scenarios.stream()
                .sorted(Comparator.comparing(Scenario::startsAt))
                .toList();
        troubles = List.copyOf(troubles);
    }

    /** The one that is shown. */
    static Programme full() {
        List<Scenario> all = new ArrayList<>(List.of(
                scenario(0, "its agent crashes in mid-call", call(1, 42).meeting(agent("crash@6s")), twoAgents()),
                scenario(0.6, "the request for its agent is lost", call(2, 39), oneAgent())
                        .whoseCreateMeets(ApiFault.lostRequest()),
                scenario(
                        1.2,
                        "no worker anywhere: two tries, then hang up",
                        to(NIGHT_NUMBER, 3, 40),
                        Expectation.hungUpForLackOfAgents()),
                scenario(
                        1.8,
                        "its agent has no worker: fallback agent",
                        to(SALES_NUMBER, 4, 26),
                        Expectation.answeredBy(RECEPTION)),
                scenario(2.4, "its agent never comes", call(5, 24).meeting(agent("never")), oneAgent()),
                scenario(3.0, "its agent joins and stays mute", call(6, 22).meeting(agent("mute")), oneAgent()),
                scenario(3.6, "the webhook of its end is lost", hangUpUntold(7), oneAgent()),
                scenario(4.2, "its agent needs 6 s to come", call(8, 16).meeting(agent("slow=6s")), oneAgent()),
                scenario(4.8, "its agent leaves in mid-call", call(9, 20).meeting(agent("leave@6s")), twoAgents()),
                scenario(5.4, "nothing: an ordinary call", call(10, 15), oneAgent()),
                scenario(6.0, "every webhook arrives twice", disturbed(11, WebhookFault::duplicate), oneAgent()),
                scenario(6.6, "webhooks overtake each other", disturbed(12, WebhookFault::reorder), oneAgent()),
                scenario(
                        7.2,
                        "the webhook of its beginning is lost",
                        call(13, 15).disturbedBy(WebhookFault.drop(event(JOINED))),
                        oneAgent()),
                scenario(
                        7.8,
                        "no webhook of any voice arrives",
                        call(14, 15).disturbedBy(WebhookFault.drop(event(TRACK)).times(OF_EACH)),
                        oneAgent()),
                scenario(8.4, "the answer to its request is lost", call(15, 14), oneAgent())
                        .whoseCreateMeets(ApiFault.lostAnswer()),
                scenario(9.0, "its request takes effect 3 s late", call(16, 16), oneAgent())
                        .whoseCreateMeets(ApiFault.lateEffect(Duration.ofSeconds(3))),
                scenario(
                        9.6,
                        "its caller gives up while it rings",
                        call(17, 20).meeting(agent("slow=8s")).givingUpAfter(Duration.ofSeconds(4)),
                        Expectation.abandoned()),
                scenario(
                        10.2,
                        "a LiveKit rule sends its agent, not we",
                        call(18, 14).by(DispatchRule.individual("ruled").withAgents(AGENT)),
                        oneAgent()),
                scenario(10.8, "its number is refused by a rule", to(CLOSED_NUMBER, 19, 20), Expectation.refused())));
        all.addAll(sharing());
        all.addAll(atTheEnd());
        return new Programme(
                all,
                List.of(
                        new Trouble(after(30), "LiveKit's API is out of reach for 6 s", livekit -> livekit.api()
                                .beUnreachableFor(Duration.ofSeconds(6))),
                        new Trouble(
                                after(43), "LiveKit is restarted", livekit -> livekit.restart(Duration.ofSeconds(2)))));
    }

    private static List<Scenario> sharing() {
        DispatchRule lobby = DispatchRule.direct("lobby");
        return List.of(
                scenario(11.4, "its caller rings a second line as well", call(20, 14), oneAgent()),
                scenario(11.9, "the second line of that caller", call(20, 15), oneAgent()),
                scenario(
                        12.5,
                        "two callers share a room: the first",
                        call(21, 18).by(lobby),
                        oneAgent()),
                scenario(
                        14.0,
                        "two callers share a room: the second",
                        call(22, 14).by(lobby),
                        oneAgent()));
    }

    private static List<Scenario> atTheEnd() {
        return List.of(
                scenario(31, "LiveKit's API is out of reach as it begins", call(23, 11), oneAgent()),
                scenario(37, "LiveKit is restarted in mid-call", call(24, 22), oneAgent()),
                scenario(38, "the same in another room", call(25, 20), oneAgent()));
    }

    /** Says who may be asked to come. The agents of the route that has no worker are not among them. */
    static void registerWorkers(SimulatedLiveKit livekit) {
        livekit.worker(AGENT).worker(RECEPTION);
    }

    /** When everything has been done and said, from the beginning. */
    Duration length() {
        return Stream.concat(
                        scenarios.stream().map(Scenario::endsAt),
                        troubles.stream().map(Trouble::at))
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    private static Scenario scenario(double startsAt, String what, PhoneCall call, Expectation expected) {
        return new Scenario(what, after(startsAt), call, List.of(), expected);
    }

    private static PhoneCall call(int caller, int lastsSeconds) {
        return to(FRONT_DESK_NUMBER, caller, lastsSeconds);
    }

    private static PhoneCall to(String number, int caller, int lastsSeconds) {
        return PhoneCall.between(NUMBERS.formatted(caller), number).hangingUpAfter(Duration.ofSeconds(lastsSeconds));
    }

    private static PhoneCall disturbed(int caller, Function<Predicate<SimulatedWebhook>, WebhookFault> how) {
        return call(caller, 15)
                .disturbedBy(EVENTS.stream()
                        .map(name -> how.apply(event(name)).times(OF_EACH))
                        .toArray(WebhookFault[]::new));
    }

    /** Of the caller alone: his agent's leaving is told. */
    private static PhoneCall hangUpUntold(int caller) {
        return call(caller, 12)
                .disturbedBy(WebhookFault.drop(webhook -> webhook.event().equals(LEFT)
                        && webhook.participant() != null
                        && webhook.participant().identity().startsWith("sip_")));
    }

    private static AgentBehaviour agent(String does) {
        return AgentBehaviour.parse(does);
    }

    private static Expectation oneAgent() {
        return Expectation.answeredBy(AGENT);
    }

    private static Expectation twoAgents() {
        return Expectation.answeredBy(AGENT, AGENT);
    }

    private static Duration after(double seconds) {
        return LEAD_IN.plusMillis(Math.round(seconds * 1000));
    }
}
