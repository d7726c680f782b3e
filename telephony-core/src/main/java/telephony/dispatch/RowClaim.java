package telephony.dispatch;

import java.time.Duration;
import java.util.List;
import telephony.call.TelephonyCall;

/** One step on the store that leases rows, such as those that are due. */
@FunctionalInterface
public interface RowClaim {

    /**
     * Leases rows.
     *
     * @param owner who will hold the leases
     * @param lease how long, on the store's clock
     * @param max how many at most
     * @return the rows as they are now
     */
    List<TelephonyCall> rows(String owner, Duration lease, int max);
}
