package telephony.outbound;

import java.util.Locale;
import java.util.Optional;
import telephony.call.Outcome;
import telephony.call.TelephonyCall;

/** What a call that we placed came to, as an exception, for programs that speak in those. */
public final class OutboundFailures {

    private OutboundFailures() {}

    /** Why nobody answered; empty while the call goes on, and when somebody did. The code is the outcome's word. */
    public static Optional<OutboundException> of(TelephonyCall call) {
        Outcome outcome = call.outcome();
        if (call.dial() == null || outcome == null || outcome.isAnswered()) {
            return Optional.empty();
        }
        String code = outcome.result().name().toLowerCase(Locale.ROOT).replace('_', '-');
        String message = "call " + call.callId() + " came to " + code
                + (outcome.sipStatusCode() == null ? "" : ", SIP " + outcome.sipStatusCode());
        return Optional.of(
                switch (outcome.result()) {
                    case INVALID_NUMBER -> new InvalidPhoneNumberException(message);
                    case AGENT_UNAVAILABLE, BLOCKED_POLICY, CAPACITY, CANCELED ->
                        new CallInitiationException(code, message);
                    default -> new LiveKitException(code, message, outcome.sipStatusCode());
                });
    }
}
