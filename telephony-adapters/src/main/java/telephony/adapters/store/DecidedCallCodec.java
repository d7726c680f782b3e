package telephony.adapters.store;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import telephony.decided.DecidedCall;
import telephony.routing.RoutingDecision;

/** Decided calls as text. */
final class DecidedCallCodec {

    private static final int FORMAT = 1;
    private static final int NANOS_PER_MICRO = 1_000;

    private DecidedCallCodec() {}

    static String write(DecidedCall call) {
        WrittenObject row = WrittenObject.root(Map.of())
                .number("format", FORMAT)
                .text("callId", call.callId())
                .text("roomName", call.roomName())
                .text("from", call.from())
                .text("to", call.to())
                .text("trunkId", call.trunkId())
                .text("sipCallId", call.sipCallId())
                .instant("at", call.at())
                .number("lookupMicros", call.lookup().toNanos() / NANOS_PER_MICRO)
                .number("totalMicros", call.total().toNanos() / NANOS_PER_MICRO);
        RouteCodec.write(row, call.decision());
        return JsonText.write(row.node());
    }

    /** Empty = it is of another version, or spoilt: its call is routed anew. */
    static Optional<DecidedCall> read(String text) {
        try {
            ReadObject from = ReadObject.root(JsonText.read(text), new HashMap<>());
            RoutingDecision decision = from.number("format") == FORMAT ? RouteCodec.read(from) : null;
            return decision == null ? Optional.empty() : Optional.of(call(from, decision));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static DecidedCall call(ReadObject from, RoutingDecision decision) {
        return new DecidedCall(
                from.neededText("callId"),
                from.text("roomName"),
                from.text("from"),
                from.text("to"),
                from.text("trunkId"),
                from.text("sipCallId"),
                decision,
                from.neededInstant("at"),
                Duration.of(from.number("lookupMicros"), ChronoUnit.MICROS),
                Duration.of(from.number("totalMicros"), ChronoUnit.MICROS));
    }
}
