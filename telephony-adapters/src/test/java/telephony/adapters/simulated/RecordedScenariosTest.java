package telephony.adapters.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import telephony.adapters.simulated.Shapes.Line;
import telephony.call.Participant;
import telephony.call.ParticipantKind;
import telephony.call.PhoneNumber;
import telephony.call.SipAttributes;
import telephony.simulation.AgentBehaviour;
import telephony.simulation.Delivery;
import telephony.simulation.DispatchRule;
import telephony.simulation.NewDispatch;
import telephony.simulation.OutboundCall;
import telephony.simulation.PhoneCall;
import telephony.simulation.SimulatedCall;
import telephony.simulation.SimulatedLiveKit;
import telephony.simulation.SimulationTiming;
import telephony.testkit.Fixtures;

/**
 * The proof that the simulation is right: what was done to a real LiveKit is done to it, and its webhooks are the recorded
 * ones: which events in which order, which ids are the same, what is said of whom, every retry, and when.
 */
class RecordedScenariosTest {

    private static final String FROM = "+15551231";
    private static final String TO = "+15559990000";
    private static final String CALLEE = "+15557770000";
    private static final Pattern OUTBOUND = Pattern.compile("outbound_(?:wait|nowait)_(\\d+|none)");

    /** A real room is closed up to a second late, and a process takes its time to start. */
    private static final long TOLERANCE_MILLIS = 1_500;

    private static final Map<String, Consumer<Scene>> SCENES = Map.ofEntries(
            Map.entry(
                    "inbound_webhook_dispatch",
                    scene -> scene.call().agentAt(30).hangUpAt(1_346)),
            Map.entry("inbound_rule_agent", scene -> scene.call(rule("phone-agent"))
                    .hangUpAt(1_327)),
            Map.entry(
                    "inbound_two_dispatches",
                    scene -> scene.call().agentAt(40).agentAt(60).hangUpAt(1_357)),
            Map.entry("inbound_cancelled", scene -> scene.call().hangUpAt(1_504)),
            Map.entry("inbound_cancelled_2", scene -> scene.call().hangUpAt(1_506)),
            Map.entry(
                    "inbound_cancelled_then_receiver_503", scene -> scene.call().hangUpAt(1_504)),
            Map.entry("inbound_nobody_answers", scene -> scene.call(ringing(4_017))),
            Map.entry("inbound_media_timeout", scene -> scene.call().at(44, SimulatedCall::vanish)),
            Map.entry("inbound_removed", scene -> scene.call().agentAt(30).removeAt(1_890, "sip_" + FROM)),
            Map.entry("inbound_room_deleted", scene -> scene.call().agentAt(30).deleteRoomAt(1_897)),
            Map.entry("agent_crashed", scene -> scene.worker(
                            "crash-agent", AgentBehaviour.crashing(Duration.ofMillis(3_050)))
                    .call()
                    .agentAt("crash-agent", 457)
                    .hangUpAt(30_767)
                    .deleteRoomAt(35_572)),
            Map.entry("livekit_restarted", scene -> scene.call()
                    .agentAt(30)
                    .restartAt(5_000, Duration.ofSeconds(2))
                    .agentAt(10_150)
                    .hangUpAt(30_343)),
            Map.entry("livekit_sip_killed", scene -> scene.call().agentAt(30).at(3_246, SimulatedCall::loseSip)),
            Map.entry("dispatch_to_missing_room", scene -> scene.agentAt("phone-agent", 0)
                    .agentAt("phone-agent", 2_012)
                    .deleteRoomAt(5_025)),
            Map.entry("dispatch_without_worker", scene -> scene.agentAt("nobody", 0)
                    .deleteRoomAt(1_016)),
            Map.entry("receiver_503", scene -> scene.call().hangUpAt(1_503)),
            Map.entry("receiver_400", scene -> scene.call().hangUpAt(1_503)),
            Map.entry("standin", scene -> scene.standIn().leaveAt(10_090)),
            Map.entry("outbound_wait_200", scene -> scene.dial("callee-11", 200)
                    .removeAt(1_834, "callee-11")
                    .deleteRoomAt(4_343)),
            Map.entry(
                    "outbound_wait_200_bye",
                    scene -> scene.dial("callee-1", 200).hangUpAt(1_831).deleteRoomAt(2_832)),
            Map.entry("outbound_nowait_200", scene -> scene.dial("callee-22", 200)
                    .removeAt(1_518, "callee-22")
                    .deleteRoomAt(4_026)),
            // The callee's 603 did not come before the room was deleted: the recorder's SIPp had answered 200.
            Map.entry(
                    "outbound_nowait_603", scene -> scene.dial("callee-14", 200).deleteRoomAt(2_521)),
            Map.entry("outbound_answered_room_deleted", scene -> scene.dial("callee-101", 200)
                    .deleteRoomAt(2_733)),
            Map.entry(
                    "outbound_errors",
                    scene -> scene.dial(OutboundCall.to("oe", "sip_" + CALLEE, CALLEE, OutboundCall.NO_ANSWER)
                            .withoutRinging()
                            .ringingFor(Duration.ofMillis(4_030)))),
            Map.entry("outbound_same_identity", scene -> scene.dial(
                            OutboundCall.to("same", "same", CALLEE, OutboundCall.NO_ANSWER))
                    .then(1_016)
                    .dial(OutboundCall.to("same", "same", CALLEE, OutboundCall.NO_ANSWER)
                            .withoutRinging()
                            .ringingFor(Duration.ofMillis(6_040)))),
            Map.entry(
                    "transfer_done",
                    scene -> scene.dial("callee-201", 200).hangUpAt(1_634).deleteRoomAt(2_731)),
            Map.entry("transfer_busy", scene -> scene.dial("callee-202", 200).deleteRoomAt(2_751)),
            Map.entry("transfer_refused", scene -> scene.dial("callee-203", 200).deleteRoomAt(2_755)));

    @ParameterizedTest
    @MethodSource("recordings")
    void theSimulationShouldTellWhatWasRecorded(String name) {
        List<Line> recorded = Shapes.recorded(name);

        Scene scene = new Scene(name);
        scene(name, recorded).accept(scene);
        List<Line> simulated = Shapes.simulated(scene.play());

        assertThat(simulated)
                .extracting(Line::shape)
                .containsExactlyElementsOf(recorded.stream().map(Line::shape).toList());
        IntStream.range(0, recorded.size())
                .forEach(i -> assertThat(simulated.get(i).atMillis())
                        .as("when %s came", recorded.get(i).shape())
                        .isCloseTo(recorded.get(i).atMillis(), within(TOLERANCE_MILLIS)));
    }

    static List<String> recordings() {
        return Fixtures.webhookNames();
    }

    private static Consumer<Scene> scene(String name, List<Line> recorded) {
        Consumer<Scene> known = SCENES.get(name);
        if (known != null) {
            return known;
        }
        Matcher outbound = OUTBOUND.matcher(name);
        assertThat(outbound.matches()).as("%s has a scene", name).isTrue();
        boolean answered = !outbound.group(1).equals("none");
        String identity = recorded.get(1).shape().replaceAll(".* (callee-\\d+) .*", "$1");
        OutboundCall call = OutboundCall.to(
                "out", identity, CALLEE, answered ? Integer.parseInt(outbound.group(1)) : OutboundCall.NO_ANSWER);
        long last = recorded.get(recorded.size() - 1).atMillis();
        return scene -> scene.dial(answered ? call : call.ringingFor(Duration.ofSeconds(4)))
                .deleteRoomAt(last);
    }

    private static PhoneCall inbound() {
        return PhoneCall.between(FROM, TO);
    }

    private static PhoneCall rule(String agent) {
        return inbound().by(DispatchRule.individual("call").withAgents(agent));
    }

    private static PhoneCall ringing(long millis) {
        return inbound().ringingFor(Duration.ofMillis(millis));
    }

    /** What was done to the real one, in milliseconds after the first event. */
    private static final class Scene {

        private static final Duration AFTERWARDS = Duration.ofSeconds(90);

        private final SimulatedLiveKit livekit = new SimulatedLiveKit(
                        Instant.parse("2026-11-21T10:00:00Z"),
                        1,
                        SimulationTiming.SEEN.withRestart(
                                Duration.ofMillis(2_160), Duration.ofMillis(3_110), Duration.ofMillis(2_500)))
                .worker("phone-agent");
        private final Deque<Integer> answers;
        private String room = "ghost";
        private SimulatedCall call;

        Scene(String name) {
            answers = new ArrayDeque<>(Shapes.answers(name));
            livekit.sendWebhooksTo(
                    webhook -> CompletableFuture.completedFuture(answers.isEmpty() ? 200 : answers.poll()));
        }

        Scene worker(String name, AgentBehaviour behaviour) {
            livekit.worker(name, behaviour);
            return this;
        }

        Scene call() {
            return call(inbound());
        }

        Scene call(PhoneCall placed) {
            call = livekit.call(placed);
            room = call.roomName();
            return this;
        }

        Scene dial(String identity, int finalCode) {
            return dial(OutboundCall.to("out", identity, CALLEE, finalCode));
        }

        Scene dial(OutboundCall made) {
            call = livekit.dial(made);
            room = made.room();
            return this;
        }

        Scene then(long millis) {
            livekit.clock().advanceTo(Instant.parse("2026-11-21T10:00:00Z").plusMillis(millis));
            return this;
        }

        Scene at(long millis, Consumer<SimulatedCall> what) {
            then(millis);
            what.accept(call);
            return this;
        }

        Scene agentAt(long millis) {
            return agentAt("phone-agent", millis);
        }

        Scene agentAt(String agentName, long millis) {
            then(millis);
            livekit.api().create(new NewDispatch(room, agentName, "m", null, null));
            return this;
        }

        Scene hangUpAt(long millis) {
            return at(millis, SimulatedCall::hangUp);
        }

        Scene removeAt(long millis, String identity) {
            then(millis);
            livekit.removeParticipant(room, identity);
            return this;
        }

        Scene deleteRoomAt(long millis) {
            then(millis);
            livekit.deleteRoom(room);
            return this;
        }

        Scene restartAt(long millis, Duration downFor) {
            then(millis);
            livekit.restart(downFor);
            return this;
        }

        Scene standIn() {
            room = "call_+15551230001_standin";
            PhoneNumber from = new PhoneNumber("+15551230001", null);
            PhoneNumber to = new PhoneNumber(TO, null);
            Map<String, String> attributes = Map.of(
                    "sip.callID",
                    "SCL_standin",
                    "sip.callStatus",
                    "ringing",
                    "sip.trunkID",
                    "ST_1",
                    "sip.ruleID",
                    "SDR_1",
                    "sip.phoneNumber",
                    from.raw(),
                    "sip.trunkPhoneNumber",
                    to.raw());
            SipAttributes sip = new SipAttributes("SCL_standin", "ringing", "ST_1", "SDR_1", from, to, attributes);
            livekit.join(
                    room,
                    new Participant("PA_standin", "sip_+15551230001", ParticipantKind.SIP, null, true, null, sip));
            return this;
        }

        Scene leaveAt(long millis) {
            then(millis);
            livekit.leave(room, "sip_+15551230001");
            return this;
        }

        List<Delivery> play() {
            livekit.advance(AFTERWARDS);
            return livekit.deliveries();
        }
    }
}
