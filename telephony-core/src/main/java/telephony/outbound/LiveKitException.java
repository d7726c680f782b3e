package telephony.outbound;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** LiveKit, its trunk or the telephone network did not do it. */
public final class LiveKitException extends OutboundException {
    private static final long serialVersionUID = 1L;

    /** The code where this switchboard was not given LiveKit's telephone service. */
    public static final String NO_SIP = "livekit-sip-missing";

    /** The code where neither the order nor this switchboard names a trunk to call over. */
    public static final String NO_TRUNK = "outbound-trunk-missing";

    private final @Nullable Integer sipStatusCode;

    /** @param sipStatusCode the far end's SIP code; null = not told */
    public LiveKitException(String code, String message, @Nullable Integer sipStatusCode) {
        super(code, message);
        this.sipStatusCode = sipStatusCode;
    }

    /** The far end's SIP code. */
    public Optional<Integer> sipStatusCode() {
        return Optional.ofNullable(sipStatusCode);
    }
}
