package telephony.directory;

import java.util.Set;

/** Where the country code of a number ends: one digit for two zones, two for those of the list, three for all others (ITU E.164). */
final class CountryCodes {

    private static final Set<String> OF_TWO_DIGITS = Set.of(
            "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48", "49",
            "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66", "81", "82", "84",
            "86", "90", "91", "92", "93", "94", "95", "98");

    private CountryCodes() {}

    /** The country code of a number in E.164, {@code +} included. */
    static String of(String number) {
        char zone = number.charAt(1);
        if (zone == '1' || zone == '7') {
            return number.substring(0, 2);
        }
        return number.substring(0, OF_TWO_DIGITS.contains(number.substring(1, 3)) ? 3 : 4);
    }
}
