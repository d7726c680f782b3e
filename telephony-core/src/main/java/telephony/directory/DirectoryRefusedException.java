package telephony.directory;

import java.util.List;

/** What was wanted of the directory is not done; nothing has changed. The message says why and what to do. */
public final class DirectoryRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** What was given makes no entry, or names others that are not there; {@link #flaws} tells where. */
        INVALID,
        /** There is no such entry, or it is not the caller's to see. */
        NOT_FOUND,
        /** There is an entry of this key already. */
        TAKEN,
        /** Others name the entry. */
        NAMED_BY_OTHERS,
        /** The entry has another version than the caller expects. */
        CHANGED,
        /** Only those who are bound to no tenant may do this. */
        NOT_FOR_TENANTS,
        /** Somebody else changed the directory just now, again and again. */
        BUSY
    }

    private final Reason reason;
    private final transient List<DirectoryFlaw> flaws;

    DirectoryRefusedException(Reason reason, String message, List<DirectoryFlaw> flaws) {
        super(message);
        this.reason = reason;
        this.flaws = List.copyOf(flaws);
    }

    DirectoryRefusedException(Reason reason, String message) {
        this(reason, message, List.of());
    }

    static DirectoryRefusedException invalid(List<DirectoryFlaw> flaws) {
        DirectoryFlaw first = flaws.get(0);
        return new DirectoryRefusedException(
                Reason.INVALID, first.key() + first.pointer() + " " + first.message(), flaws);
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }

    /** All that is wrong with what was given; empty for other reasons than {@link Reason#INVALID}. */
    public List<DirectoryFlaw> flaws() {
        return flaws;
    }
}
