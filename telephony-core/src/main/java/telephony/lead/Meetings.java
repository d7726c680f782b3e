package telephony.lead;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import telephony.call.Direction;
import telephony.call.PhoneNumber;
import telephony.call.TelephonyCall;
import telephony.directory.decision.RouteReason;
import telephony.routing.RoutingDecision;

/** Which calls are meetings. */
final class Meetings {

    /** What the directory knows of the number itself; other routes count when they are a tenant's or a campaign's. */
    private static final Set<String> OF_THE_NUMBER =
            Set.of(RouteReason.CAMPAIGN.word(), RouteReason.OUTSIDE_HOURS.word(), RouteReason.NUMBER.word());

    /** What a person can be called back by; {@code anonymous} is nobody. */
    private static final Pattern NUMBER = Pattern.compile("\\+?[0-9]{3,15}");

    private Meetings() {}

    /**
     * The meeting that this call is: an inbound one from a number, which a front end had asked of before, or of which the route
     * is a tenant's, a campaign's or its number's. A call that is left alone is none. Two rows of one front end's call are the
     * same meeting.
     */
    static Optional<Meeting> of(TelephonyCall call) {
        PhoneNumber from = call.from();
        RoutingDecision route = call.route();
        if (call.origin().direction() != Direction.INBOUND || from == null || route == null || !counts(call, route)) {
            return Optional.empty();
        }
        String frontEndId = call.origin().frontEndId();
        return Optional.of(from.best())
                .filter(number -> NUMBER.matcher(number).matches())
                .map(number -> new Meeting(
                        route.tenantId(),
                        number,
                        null,
                        route.campaignId(),
                        frontEndId == null ? call.callId().toString() : frontEndId,
                        call.times().createdAt()));
    }

    private static boolean counts(TelephonyCall call, RoutingDecision route) {
        return !(route instanceof RoutingDecision.Ignore)
                && (call.origin().frontEndId() != null
                        || route.tenantId() != null
                        || route.campaignId() != null
                        || OF_THE_NUMBER.contains(route.reason()));
    }
}
