package telephony.app.demo;

import java.time.Duration;
import java.util.List;
import telephony.simulation.ApiFault;
import telephony.simulation.PhoneCall;

/**
 * One call of the programme.
 *
 * @param what what is done to it, in plain words
 * @param startsAt when it is placed, from the beginning of the programme
 * @param call the call, with what its agents and its webhooks do; its caller hangs up by himself
 * @param creates what becomes of the first requests that ask LiveKit for its agent
 * @param expected how it must go
 */
record Scenario(String what, Duration startsAt, PhoneCall call, List<ApiFault> creates, Expectation expected) {

    Scenario {
        creates = List.copyOf(creates);
        if (call.hangsUpAfter() == null) {
            throw new IllegalArgumentException("nobody ever hangs up in '" + what + "'; say when");
        }
    }

    /** The same with this for the first requests for its agent. */
    Scenario whoseCreateMeets(ApiFault fault) {
        return new Scenario(what, startsAt, call, List.of(fault), expected);
    }

    /** Its number. */
    String from() {
        return call.from();
    }

    /** When its caller has hung up at the latest, from the beginning of the programme. */
    Duration endsAt() {
        Duration lasts = call.hangsUpAfter();
        return lasts == null ? startsAt : startsAt.plus(lasts);
    }
}
