package telephony.adapters.http;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import telephony.call.CallStatus;
import telephony.call.Direction;
import telephony.call.Outcome;
import telephony.store.CallFilter;

/** Reads from a query string what the calls that are looked for must be like. */
final class CallSearchReading {

    /** All that can be asked for. */
    static final Set<String> NAMES = Set.of(
            "sipCallId", "status", "direction", "from", "to", "campaignId", "outcome", "createdAfter", "createdBefore");

    private CallSearchReading() {}

    /** @throws ProblemException 400 with what is wrong */
    static CallFilter of(QueryParameters query) {
        return new CallFilter(
                query.text("sipCallId"),
                query.word("status", CallStatus.class),
                query.word("direction", Direction.class),
                number(query.text("from")),
                number(query.text("to")),
                query.text("campaignId"),
                query.word("outcome", Outcome.Result.class),
                query.instant("createdAfter"),
                query.instant("createdBefore"));
    }

    /** A plus that nobody wrote as %2B arrives as a blank, and no number begins with one. */
    static @Nullable String number(@Nullable String given) {
        return given != null && given.startsWith(" ") ? "+" + given.strip() : given;
    }
}
