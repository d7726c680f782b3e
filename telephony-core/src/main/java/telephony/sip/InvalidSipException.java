package telephony.sip;

import java.util.List;
import java.util.stream.Collectors;

/** What was given for trunks and rules cannot be used, with everything that is wrong with it. */
public final class InvalidSipException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<SipFlaw> flaws;

    /** With these flaws. */
    public InvalidSipException(List<SipFlaw> flaws) {
        super(flaws.stream().map(SipFlaw::toString).collect(Collectors.joining("; ")));
        this.flaws = List.copyOf(flaws);
    }

    /** Everything that is wrong. */
    public List<SipFlaw> flaws() {
        return flaws;
    }
}
