package telephony.outbound;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * One TransferSIPParticipant, ready to be sent.
 *
 * @param roomName the room
 * @param identity whose call is handed over
 * @param to to whom: a {@code tel:} or {@code sip:} URI
 * @param headers SIP headers of the REFER
 * @param ringingTimeout how long the far end may take, whole seconds; always sent
 * @param answerWithin how long the answer is waited for before it counts as lost: longer than that
 * @param tokenExpiresAt {@code exp} of the request's token, as at {@link SipDial#tokenExpiresAt}
 */
public record SipTransfer(
        String roomName,
        String identity,
        String to,
        Map<String, String> headers,
        Duration ringingTimeout,
        Duration answerWithin,
        Instant tokenExpiresAt) {

    public SipTransfer {
        headers = Map.copyOf(headers);
    }
}
