package telephony.sip;

import java.util.Optional;
import telephony.dispatch.LiveKitAnswer;

/**
 * What became of making, changing or deleting one trunk or rule.
 *
 * @param verdict whether LiveKit was asked at all
 * @param answer LiveKit's last answer
 * @param detail why it was not asked; empty when it was
 */
public record SipEdit(Verdict verdict, LiveKitAnswer<SipEntry> answer, String detail) {

    /** Whether LiveKit was asked to change something. */
    public enum Verdict {
        /** It was; the answer tells what became of it. */
        SENT,
        /** What is there could not be read, as the answer tells; so nothing was changed. */
        NOT_READ,
        /** There is none of this id. */
        NOT_FOUND,
        /** Somebody else made it, and nobody said to touch it all the same. */
        NOT_OURS,
        /** The name is taken. */
        NAME_TAKEN,
        /** LiveKit would not take it, or it would be open to every trunk without anybody having said so. */
        INCOMPLETE,
        /** Settings that are set were left out of what should be the whole. */
        LEFT_OUT
    }

    /** As it is now, when it was made or changed. */
    public Optional<SipEntry> entry() {
        return answer.answered();
    }
}
