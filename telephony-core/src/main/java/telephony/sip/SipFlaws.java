package telephony.sip;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong, so that all is told at once. */
final class SipFlaws {

    /** More are not listed. */
    static final int MAX_LISTED = 50;

    private static final int MAX_NAME_CHARS = 64;

    private final List<SipFlaw> listed = new ArrayList<>();

    void add(String pointer, String code, String detail) {
        if (listed.size() < MAX_LISTED) {
            listed.add(new SipFlaw(pointer, code, detail));
        }
    }

    boolean isEmpty() {
        return listed.isEmpty();
    }

    List<SipFlaw> list() {
        return List.copyOf(listed);
    }

    /** The pointer to a member; of a stranger's name no more than what can be read. */
    static String pointer(String parent, String name) {
        String shown = name.length() > MAX_NAME_CHARS ? name.substring(0, MAX_NAME_CHARS) : name;
        return parent + "/"
                + shown.replaceAll("\\p{Cntrl}", "?").replace("~", "~0").replace("/", "~1");
    }

    static String pointer(String parent, int index) {
        return parent + "/" + index;
    }
}
