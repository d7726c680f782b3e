package telephony.sip;

import java.util.List;
import java.util.concurrent.CompletionStage;
import telephony.dispatch.LiveKitAnswer;

/**
 * The SIP trunks and dispatch rules that LiveKit keeps.
 *
 * <p><b>Atomic:</b> nothing across two calls. An update changes what is named and nothing else; where LiveKit can only
 * replace the whole it is read just before, and what somebody else changes in between is lost. <b>Absent:</b> updating
 * what is not there is {@link LiveKitAnswer.Kind#ABSENT}; deleting it is either that or done, as LiveKit says.
 * <b>Duplicate:</b> create twice makes two, unless LiveKit finds that they contradict each other
 * ({@link LiveKitAnswer.Kind#ALARM}); names are not unique. <b>Broken:</b> the stage always completes normally, within the
 * requests' deadlines; it completes exceptionally only for a programming error. Nothing is sent twice.
 * <b>Threads:</b> safe for any number. <b>Blocking:</b> the methods return at once.
 */
public interface SipDirectoryPort {

    /** All of this kind, in no order. */
    CompletionStage<LiveKitAnswer<List<SipEntry>>> list(SipKind kind);

    /**
     * Makes one.
     *
     * @param wanted what it shall be; its {@link SipWanted#trunks()} must have been resolved
     * @param keeper the set that its mark names
     * @return as it is now
     */
    CompletionStage<LiveKitAnswer<SipEntry>> create(SipWanted wanted, String keeper);

    /**
     * Changes the named settings of one.
     *
     * @param kind what it is
     * @param id LiveKit's
     * @param changes the settings to change
     * @param keeper the set that its mark names from now on
     * @return as it is now
     */
    CompletionStage<LiveKitAnswer<SipEntry>> update(SipKind kind, String id, SipSettings changes, String keeper);

    /** Deletes one. The rules of a trunk stay, pointing at nothing. */
    CompletionStage<LiveKitAnswer<Void>> delete(SipKind kind, String id);
}
