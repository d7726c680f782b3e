package telephony.outbound;

import java.util.concurrent.CompletionStage;
import telephony.call.DialResult;

/**
 * LiveKit's telephone service: makes phones ring, and hands calls over.
 *
 * <p><b>One call, one request on the wire.</b> An implementation never repeats, redirects or replays on its own: two
 * CreateSIPParticipant are two phone calls, and busy comes as HTTP 429 (seen), which a client that means well would send
 * again. <b>Atomic:</b> nothing; every answer may be lost, and LiveKit goes on with what it was asked when nobody waits for the
 * answer any more. <b>Absent:</b> a room that is not there is <em>created</em> by a dial. <b>Duplicate:</b> a second
 * participant of an identity throws out the first. <b>Broken:</b> the stage always completes normally, within the deadline
 * that the request names, and says what is certain; when unsure the answer is lost. It completes exceptionally only for a
 * programming error. <b>Threads:</b> safe for any number. <b>Blocking:</b> the methods return at once, and no thread is held
 * while a phone rings.
 */
public interface SipPort {

    /**
     * Makes a phone ring and waits until it is answered or is not; that alone tells the SIP code.
     *
     * @return what it came to: {@link DialResult.Kind#ANSWERED}, or {@link DialResult.Kind#FAILED} with the far end's SIP code,
     *     and so on; never {@link DialResult.Kind#PENDING}
     */
    CompletionStage<DialResult> createSipParticipant(SipDial dial);

    /**
     * Asks the far end to call somebody else instead (REFER), and waits for its last word on that.
     *
     * @return what it came to; the call goes on unless it is {@link SipTransferAnswer.Kind#DONE}
     */
    CompletionStage<SipTransferAnswer> transferSipParticipant(SipTransfer transfer);
}
