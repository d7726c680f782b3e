package telephony.sip;

import java.util.regex.Pattern;

/** What a name of a trunk or rule, and of a set of them, may look like. */
final class WantedName {

    /** Names of sets stand in marks. */
    static final Pattern SET = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private WantedName() {}

    static void check(String name, String pointer, SipFlaws flaws) {
        if (name.isBlank()
                || name.length() > SipWanted.MAX_NAME_CHARS
                || CONTROL.matcher(name).find()) {
            flaws.add(
                    pointer,
                    "name",
                    "Give a name of 1 to " + SipWanted.MAX_NAME_CHARS + " characters without line breaks.");
        }
    }
}
