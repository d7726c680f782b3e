package telephony.adapters.store;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import telephony.call.CallId;
import telephony.call.CallOrigin;
import telephony.call.CallTimes;
import telephony.call.Direction;
import telephony.call.Gap;
import telephony.call.Gaps;
import telephony.call.Lease;
import telephony.call.Outcome;
import telephony.call.ParticipantSession;
import telephony.call.PhoneNumber;
import telephony.call.RowControl;
import telephony.call.Sessions;
import telephony.call.SipParticipant;
import telephony.call.Steering;
import telephony.call.TelephonyCall;

/**
 * A row as JSON text, field by field, for stores that keep text. Version, lease and due time are not in it: they change
 * without the rest, so a store keeps them beside it.
 *
 * <p>A later format may add fields and words; it may not take any away nor change what one means. A row of a later format
 * is kept as it is, whole, beside what this version reads of it, and written back so: nobody but a newer version changes
 * such a row.
 */
final class RowCodec {

    /** Where the text of a row of a later format is kept in {@link RowControl#unrecognised()}. */
    static final String WHOLE = "row";

    private static final String ROW_FORMAT = "rowFormat";
    private static final String UNRECOGNISED = "unrecognised";

    private RowCodec() {}

    /** The text of this row. */
    static String write(TelephonyCall row) {
        RowControl control = row.control();
        String whole = control.unrecognised().get(WHOLE);
        if (whole != null) {
            return whole;
        }
        WrittenObject to = WrittenObject.root(control.unrecognised());
        to.number(ROW_FORMAT, control.rowFormat())
                .number("eventSequence", control.eventSequence())
                .text("callId", row.callId().toString())
                .object("origin", row.origin(), RowCodec::writeOrigin)
                .objects("legs", row.legs(), RowCodec::writeLeg);
        RouteCodec.write(to, row.route());
        to.object("dispatch", row.dispatch(), DispatchCodec::write)
                .object("dial", row.dial(), DialCodec::write)
                .object("times", row.times(), RowCodec::writeTimes)
                .text("endReason", row.endReason())
                .object("outcome", row.outcome(), RowCodec::writeOutcome)
                .objects("gaps", row.gaps().all(), RowCodec::writeGap);
        if (!row.steering().equals(Steering.NONE)) {
            to.object("steering", row.steering(), SteeringCodec::write);
        }
        to.object("slots", row.slots(), SlotCodec::write);
        if (!to.keptElsewhere().isEmpty()) {
            to.json(UNRECOGNISED, JsonText.ofValue(to.keptElsewhere()));
        }
        return JsonText.write(to.node());
    }

    /**
     * The row of this text.
     *
     * @param version its version, which the store keeps
     * @param lease its lease, which the store keeps
     * @param dueAt its due time, which the store keeps
     * @throws IllegalArgumentException when no version of this software can have written the text
     */
    static TelephonyCall read(String text, long version, @Nullable Lease lease, @Nullable Instant dueAt) {
        Map<String, String> unrecognised = new HashMap<>();
        ReadObject from = ReadObject.root(JsonText.read(text), unrecognised);
        int format = from.smallNumber(ROW_FORMAT);
        if (format > RowControl.CURRENT_FORMAT) {
            unrecognised.put(WHOLE, text);
        }
        from.json(UNRECOGNISED).ifPresent(kept -> kept.properties()
                .forEach(word -> unrecognised.put(word.getKey(), word.getValue().asText())));
        TelephonyCall row = readBody(from, new RowControl(format, version, lease, dueAt, 0, Map.of()));
        return row.withControl(
                new RowControl(format, version, lease, dueAt, from.number("eventSequence"), unrecognised));
    }

    private static TelephonyCall readBody(ReadObject from, RowControl control) {
        return new TelephonyCall(
                CallId.parse(from.neededText("callId")),
                control,
                from.neededObject("origin", RowCodec::readOrigin),
                from.objects("legs", RowCodec::readLeg),
                RouteCodec.read(from),
                from.neededObject("dispatch", DispatchCodec::read),
                from.object("dial", DialCodec::read).orElse(null),
                from.neededObject("times", RowCodec::readTimes),
                from.text("endReason"),
                from.object("outcome", RowCodec::readOutcome).orElse(null),
                new Gaps(from.objects("gaps", RowCodec::readGap)),
                from.object("steering", SteeringCodec::read).orElse(Steering.NONE),
                from.object("slots", SlotCodec::read).orElse(null));
    }

    private static void writeOrigin(WrittenObject to, CallOrigin origin) {
        to.word("direction", origin.direction())
                .text("roomName", origin.roomName())
                .text("roomSid", origin.roomSid())
                .number("episode", origin.episode())
                .text("tenantId", origin.tenantId())
                .text("campaignId", origin.campaignId())
                .text("frontEndId", origin.frontEndId());
    }

    private static CallOrigin readOrigin(ReadObject from) {
        return new CallOrigin(
                from.word("direction", Direction.class, Direction.UNRECOGNISED),
                from.neededText("roomName"),
                from.text("roomSid"),
                from.smallNumber("episode"),
                from.text("tenantId"),
                from.text("campaignId"),
                from.text("frontEndId"));
    }

    private static void writeLeg(WrittenObject to, SipParticipant leg) {
        to.text("sipCallId", leg.sipCallId())
                .text("identity", leg.identity())
                .word("role", leg.role())
                .object("remoteNumber", leg.remoteNumber(), RowCodec::writeNumber)
                .object("trunkNumber", leg.trunkNumber(), RowCodec::writeNumber)
                .text("trunkId", leg.trunkId())
                .text("ruleId", leg.ruleId())
                .text("lastStatus", leg.lastStatus())
                .objects("sessions", leg.sessions().all(), RowCodec::writeSession);
    }

    private static SipParticipant readLeg(ReadObject from) {
        return new SipParticipant(
                from.neededText("sipCallId"),
                from.neededText("identity"),
                from.word("role", SipParticipant.Role.class, SipParticipant.Role.UNRECOGNISED),
                from.object("remoteNumber", RowCodec::readNumber).orElse(null),
                from.object("trunkNumber", RowCodec::readNumber).orElse(null),
                from.text("trunkId"),
                from.text("ruleId"),
                from.text("lastStatus"),
                readSessions(from, "sessions"));
    }

    private static void writeNumber(WrittenObject to, PhoneNumber number) {
        to.text("raw", number.raw()).text("e164", number.e164());
    }

    private static PhoneNumber readNumber(ReadObject from) {
        return new PhoneNumber(from.neededText("raw"), from.text("e164"));
    }

    static void writeSession(WrittenObject to, ParticipantSession session) {
        to.text("sid", session.sid())
                .instant("joinedAt", session.joinedAt())
                .flag("audio", session.audio())
                .instant("leftAt", session.leftAt())
                .text("leaveReason", session.leaveReason())
                .flag("hungUp", session.hungUp());
    }

    static Sessions readSessions(ReadObject from, String name) {
        return new Sessions(from.objects(
                name,
                session -> new ParticipantSession(
                        session.neededText("sid"),
                        session.instant("joinedAt"),
                        session.flag("audio"),
                        session.instant("leftAt"),
                        session.text("leaveReason"),
                        session.flag("hungUp"))));
    }

    private static void writeTimes(WrittenObject to, CallTimes times) {
        to.instant("createdAt", times.createdAt())
                .instant("updatedAt", times.updatedAt())
                .instant("agentJoinedAt", times.agentJoinedAt())
                .instant("answeredAt", times.answeredAt())
                .instant("endedAt", times.endedAt());
    }

    private static CallTimes readTimes(ReadObject from) {
        return new CallTimes(
                from.neededInstant("createdAt"),
                from.neededInstant("updatedAt"),
                from.instant("agentJoinedAt"),
                from.instant("answeredAt"),
                from.instant("endedAt"));
    }

    private static void writeOutcome(WrittenObject to, Outcome outcome) {
        to.word("result", outcome.result())
                .word("finality", outcome.finality())
                .word("endedBy", outcome.endedBy())
                .json(
                        "sipStatusCode",
                        outcome.sipStatusCode() == null ? null : JsonText.ofValue(outcome.sipStatusCode()))
                .text("livekitReason", outcome.livekitReason())
                .word("certainty", outcome.certainty());
    }

    private static Outcome readOutcome(ReadObject from) {
        return new Outcome(
                from.word("result", Outcome.Result.class, Outcome.Result.UNRECOGNISED),
                from.word("finality", Outcome.Finality.class, Outcome.Finality.UNRECOGNISED),
                from.word("endedBy", Outcome.EndedBy.class, Outcome.EndedBy.UNRECOGNISED),
                from.json("sipStatusCode").isPresent() ? from.smallNumber("sipStatusCode") : null,
                from.text("livekitReason"),
                from.word("certainty", Outcome.Certainty.class, Outcome.Certainty.UNRECOGNISED));
    }

    private static void writeGap(WrittenObject to, Gap gap) {
        to.word("kind", gap.kind())
                .instant("from", gap.from())
                .instant("until", gap.until())
                .text("about", gap.about());
    }

    private static Gap readGap(ReadObject from) {
        return new Gap(
                from.word("kind", Gap.Kind.class, Gap.Kind.UNRECOGNISED),
                from.neededInstant("from"),
                from.instant("until"),
                from.text("about"));
    }
}
