package telephony.sip;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The trunks and rules of one set, as they shall be. What bears the mark of the set and is not in the document any more
 * shall not be at all; what bears none, or that of another set, is not touched unless told.
 *
 * @param set name of the set: lower-case letters, digits, hyphens; at most 32
 * @param wanted its trunks and rules; no two of a kind have one name
 */
public record SipDocument(String set, List<SipWanted> wanted) {

    /** The set of a document that names none. */
    public static final String DEFAULT_SET = "default";

    /** The set of what is made one by one, by a program or over HTTP, without a document. */
    public static final String API_SET = "api";

    /** Trunks and rules of a document at most. */
    public static final int MAX_WANTED = 1000;

    public SipDocument {
        wanted = List.copyOf(wanted);
        Set<Object> names = new HashSet<>();
        for (SipWanted one : wanted) {
            if (!names.add(List.of(one.kind(), one.name()))) {
                throw new InvalidSipException(
                        List.of(new SipFlaw("", "name-twice", "Two are called " + one.name() + "; rename one.")));
            }
        }
        if (!WantedName.SET.matcher(set).matches()) {
            throw new InvalidSipException(List.of(new SipFlaw(
                    "/set", "name", "Give 1 to 32 lower-case letters, digits and hyphens as the set's name.")));
        }
    }
}
