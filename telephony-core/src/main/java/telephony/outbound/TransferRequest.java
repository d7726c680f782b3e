package telephony.outbound;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import telephony.call.Transfer;

/**
 * To whom the other side of a call is to come, and how.
 *
 * @param to E.164, or where the mode is {@link Transfer.Mode#COLD} also a {@code sip:} address
 * @param mode how
 * @param from the number that a target who is called into the room is shown, E.164; null = that of the call's own dial, or
 *     the trunk's choice
 * @param ringingTimeout how long it may take, {@link OutboundOrder#LEAST_RINGING} to {@link OutboundOrder#MOST_RINGING}, cut
 *     to seconds
 * @param headers SIP headers for the far end, only with {@link Transfer.Mode#COLD}: names that begin with {@code X-}
 */
public record TransferRequest(
        String to, Transfer.Mode mode, @Nullable String from, Duration ringingTimeout, Map<String, String> headers) {

    /** Most headers of one transfer. */
    public static final int MAX_HEADERS = 16;

    /** Longest value of a header, in characters; LiveKit's own limit. */
    public static final int MAX_HEADER_CHARS = 1024;

    /** Longest {@code sip:} address, in characters. */
    public static final int MAX_ADDRESS_CHARS = 255;

    private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{6,14}");
    private static final Pattern ADDRESS =
            Pattern.compile("sips?:[A-Za-z0-9._~!$&'()*+=:%-]{1,128}@[A-Za-z0-9.:\\[\\]-]{1,128}");
    private static final Pattern HEADER = Pattern.compile("X-[A-Za-z0-9-]{1,62}");

    /**
     * @throws InvalidPhoneNumberException when a number is not E.164, nor an address where one may stand
     * @throws IllegalArgumentException when the time is out of bounds, or a header may not be sent
     */
    public TransferRequest {
        Objects.requireNonNull(mode, "mode");
        headers = Map.copyOf(headers);
        if (!isTarget(to, mode)) {
            throw new InvalidPhoneNumberException(
                    "to must be a number in E.164, such as +14155550100; a cold transfer also takes a sip: address");
        }
        if (from != null && !E164.matcher(from).matches()) {
            throw new InvalidPhoneNumberException("from must be a number in E.164, such as +14155550100");
        }
        if (ringingTimeout.compareTo(OutboundOrder.LEAST_RINGING) < 0
                || ringingTimeout.compareTo(OutboundOrder.MOST_RINGING) > 0) {
            throw new IllegalArgumentException("ringingTimeout must lie between " + OutboundOrder.LEAST_RINGING
                    + " and " + OutboundOrder.MOST_RINGING);
        }
        ringingTimeout = Duration.ofSeconds(ringingTimeout.toSeconds());
        if (mode != Transfer.Mode.COLD && !headers.isEmpty()) {
            throw new IllegalArgumentException("headers are sent to the far end of a cold transfer only");
        }
        if (headers.size() > MAX_HEADERS) {
            throw new IllegalArgumentException("at most " + MAX_HEADERS + " headers");
        }
        headers.forEach((name, value) -> {
            if (!isHeader(name, value)) {
                throw new IllegalArgumentException("a header's name begins with X-, and its value has at most "
                        + MAX_HEADER_CHARS + " characters, none of control");
            }
        });
    }

    /** With the usual time, and no headers. */
    public static TransferRequest of(String to, Transfer.Mode mode) {
        return new TransferRequest(to, mode, null, OutboundOrder.DEFAULT_RINGING, Map.of());
    }

    /** The same, given so long. */
    public TransferRequest within(Duration time) {
        return new TransferRequest(to, mode, from, time, headers);
    }

    /** Whether a transfer of this mode can go there, as far as its form tells. */
    public static boolean isTarget(String to, Transfer.Mode mode) {
        return E164.matcher(to).matches()
                || (mode == Transfer.Mode.COLD
                        && to.length() <= MAX_ADDRESS_CHARS
                        && ADDRESS.matcher(to).matches());
    }

    /** Whether this may stand in a SIP request of ours. */
    public static boolean isHeader(String name, String value) {
        return HEADER.matcher(name).matches()
                && value.length() <= MAX_HEADER_CHARS
                && value.chars().noneMatch(Character::isISOControl);
    }
}
