package telephony.adapters.store;

import java.util.HashSet;
import java.util.TreeSet;
import telephony.call.AgentDispatch;
import telephony.call.AgentPresence;
import telephony.call.DispatchAttempt;
import telephony.call.DispatchMarker;
import telephony.call.DispatchState;
import telephony.call.Heartbeat;
import telephony.call.OwedEffect;
import telephony.call.Replacement;

/** The part of a row by which an agent is brought into the call, as JSON. */
final class DispatchCodec {

    private DispatchCodec() {}

    static void write(WrittenObject to, AgentDispatch dispatch) {
        to.word("state", dispatch.state())
                .instant("since", dispatch.since())
                .number("desiredAgents", dispatch.desiredAgents())
                .objects("attempts", dispatch.attempts(), DispatchCodec::writeAttempt)
                .objects("agents", dispatch.agents(), DispatchCodec::writeAgent)
                .text("keeper", dispatch.keeper())
                .text("adoptedDispatchId", dispatch.adoptedDispatchId())
                .instant("wantedAt", dispatch.wantedAt())
                .objects("owed", dispatch.owed(), DispatchCodec::writeOwed)
                .texts("earlyAudio", dispatch.earlyAudio())
                .instant("callerMissingSince", dispatch.callerMissingSince())
                .instant("agentMissingSince", dispatch.agentMissingSince())
                .instant("restartedAt", dispatch.restartedAt())
                .object("replacement", dispatch.replacement(), DispatchCodec::writeReplacement)
                .text("note", dispatch.note());
    }

    static AgentDispatch read(ReadObject from) {
        return new AgentDispatch(
                from.word("state", DispatchState.class, DispatchState.UNRECOGNISED),
                from.instant("since"),
                from.smallNumber("desiredAgents"),
                from.objects("attempts", DispatchCodec::readAttempt),
                from.objects("agents", DispatchCodec::readAgent),
                from.text("keeper"),
                from.text("adoptedDispatchId"),
                from.instant("wantedAt"),
                from.objects("owed", DispatchCodec::readOwed),
                from.texts("earlyAudio"),
                from.instant("callerMissingSince"),
                from.instant("agentMissingSince"),
                from.instant("restartedAt"),
                from.neededObject("replacement", DispatchCodec::readReplacement),
                from.text("note"));
    }

    private static void writeAttempt(WrittenObject to, DispatchAttempt attempt) {
        to.number("number", attempt.number())
                .text("marker", attempt.marker().toString())
                .instant("intentAt", attempt.intentAt())
                .instant("tokenExpiresAt", attempt.tokenExpiresAt())
                .instant("quiesceAt", attempt.quiesceAt())
                .word("answer", attempt.answer())
                .text("dispatchId", attempt.dispatchId())
                .text("tokenHash", attempt.tokenHash());
    }

    private static DispatchAttempt readAttempt(ReadObject from) {
        return new DispatchAttempt(
                from.smallNumber("number"),
                DispatchMarker.parse(from.neededText("marker"))
                        .orElseThrow(() -> new IllegalArgumentException("an attempt's marker is none")),
                from.neededInstant("intentAt"),
                from.neededInstant("tokenExpiresAt"),
                from.neededInstant("quiesceAt"),
                from.word("answer", DispatchAttempt.Answer.class, DispatchAttempt.Answer.UNRECOGNISED),
                from.text("dispatchId"),
                from.text("tokenHash"));
    }

    private static void writeAgent(WrittenObject to, AgentPresence agent) {
        to.text("identity", agent.identity())
                .text("agentName", agent.agentName())
                .objects("sessions", agent.sessions().all(), RowCodec::writeSession)
                .object("heartbeat", agent.heartbeat(), DispatchCodec::writeHeartbeat);
    }

    private static AgentPresence readAgent(ReadObject from) {
        return new AgentPresence(
                from.neededText("identity"),
                from.neededText("agentName"),
                RowCodec.readSessions(from, "sessions"),
                from.object("heartbeat", DispatchCodec::readHeartbeat).orElse(null));
    }

    private static void writeHeartbeat(WrittenObject to, Heartbeat heartbeat) {
        to.text("listener", heartbeat.listener())
                .instant("since", heartbeat.since())
                .instant("missedAt", heartbeat.missedAt());
    }

    private static Heartbeat readHeartbeat(ReadObject from) {
        return new Heartbeat(from.neededText("listener"), from.neededInstant("since"), from.instant("missedAt"));
    }

    private static void writeOwed(WrittenObject to, OwedEffect effect) {
        to.word("kind", effect.kind()).text("target", effect.target());
    }

    private static OwedEffect readOwed(ReadObject from) {
        return new OwedEffect(
                from.word("kind", OwedEffect.Kind.class, OwedEffect.Kind.UNRECOGNISED), from.neededText("target"));
    }

    private static void writeReplacement(WrittenObject to, Replacement replacement) {
        to.texts("removed", new TreeSet<>(replacement.removed()))
                .number("retiredAttempt", replacement.retiredAttempt())
                .texts("spentDispatches", replacement.spentDispatches())
                .number("recoveries", replacement.recoveries())
                .number("rungs", replacement.rungs())
                .texts("callers", new TreeSet<>(replacement.callers()));
    }

    private static Replacement readReplacement(ReadObject from) {
        return new Replacement(
                new HashSet<>(from.texts("removed")),
                from.smallNumber("retiredAttempt"),
                from.texts("spentDispatches"),
                from.smallNumber("recoveries"),
                from.smallNumber("rungs"),
                new HashSet<>(from.texts("callers")));
    }
}
