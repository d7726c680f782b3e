package telephony.adapters.guards;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberToTimeZonesMapper;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import com.google.i18n.phonenumbers.ShortNumberInfo;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import telephony.guard.NumberFacts;
import telephony.guard.NumberFactsPort;
import telephony.guard.NumberKind;

/**
 * What libphonenumber says of numbers. It reads E.164 and nothing else: no punctuation, no national form, no digits of other
 * scripts, because a guard must judge the very text that is dialled. Digits alone are looked at as short numbers only.
 *
 * <p>It needs {@code com.googlecode.libphonenumber:libphonenumber} and {@code …:geocoder}. Never throws, safe for any number
 * of threads.
 */
public final class LibPhoneNumberFacts implements NumberFactsPort {

    private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{1,14}");
    private static final Pattern DIGITS = Pattern.compile("[0-9]{2,6}");

    /** Regions of libphonenumber that are no country. */
    private static final String NO_COUNTRY = "001";

    private final PhoneNumberUtil plans;
    private final ShortNumberInfo shorts;
    private final PhoneNumberToTimeZonesMapper zones;

    /**
     * Reads the data.
     *
     * @throws IllegalStateException when a library is missing; the message names it
     */
    public LibPhoneNumberFacts() {
        try {
            this.plans = PhoneNumberUtil.getInstance();
            this.shorts = ShortNumberInfo.getInstance();
            this.zones = PhoneNumberToTimeZonesMapper.getInstance();
        } catch (NoClassDefFoundError e) {
            throw new IllegalStateException(
                    "add com.googlecode.libphonenumber:libphonenumber and :geocoder to the class path", e);
        }
    }

    @Override
    public String version() {
        String version = PhoneNumberUtil.class.getPackage().getImplementationVersion();
        return "libphonenumber" + (version == null ? "" : "-" + version);
    }

    @Override
    public Optional<NumberFacts> facts(String text) {
        if (DIGITS.matcher(text).matches()) {
            boolean emergency =
                    plans.getSupportedRegions().stream().anyMatch(region -> shorts.isEmergencyNumber(text, region));
            return Optional.of(NumberFacts.of(emergency ? NumberFacts.Form.EMERGENCY : NumberFacts.Form.SHORT));
        }
        if (!E164.matcher(text).matches()) {
            return Optional.of(NumberFacts.of(NumberFacts.Form.INVALID));
        }
        try {
            return Optional.of(facts(text, plans.parse(text, null)));
        } catch (NumberParseException e) {
            return Optional.of(NumberFacts.of(shortForm(text)));
        }
    }

    private NumberFacts facts(String text, PhoneNumber number) {
        NumberFacts.Form afterCode = shortForm(text);
        if (afterCode == NumberFacts.Form.EMERGENCY) {
            return NumberFacts.of(afterCode);
        }
        String same = plans.format(number, PhoneNumberUtil.PhoneNumberFormat.E164);
        if (!plans.isValidNumber(number) || !same.equals(text)) {
            return NumberFacts.of(afterCode);
        }
        @Nullable String region = plans.getRegionCodeForNumber(number);
        return new NumberFacts(
                NumberFacts.Form.NUMBER,
                region == null || region.equals(NO_COUNTRY) ? null : region,
                kind(plans.getNumberType(number)),
                zones(number));
    }

    /** What the digits behind a country code are as a short number of one of its regions. */
    private NumberFacts.Form shortForm(String text) {
        for (int code = 1; code <= 3 && code + 1 < text.length(); code++) {
            String rest = text.substring(code + 1);
            for (String region : plans.getRegionCodesForCountryCode(Integer.parseInt(text.substring(1, code + 1)))) {
                if (shorts.isEmergencyNumber(rest, region)) {
                    return NumberFacts.Form.EMERGENCY;
                }
                if (DIGITS.matcher(rest).matches() && isShort(rest, region)) {
                    return NumberFacts.Form.SHORT;
                }
            }
        }
        return NumberFacts.Form.INVALID;
    }

    private boolean isShort(String digits, String region) {
        PhoneNumber number = new PhoneNumber()
                .setCountryCode(plans.getCountryCodeForRegion(region))
                .setNationalNumber(Long.parseLong(digits));
        return shorts.isValidShortNumberForRegion(number, region);
    }

    private static NumberKind kind(PhoneNumberType type) {
        return switch (type) {
            case FIXED_LINE -> NumberKind.FIXED_LINE;
            case MOBILE -> NumberKind.MOBILE;
            case FIXED_LINE_OR_MOBILE -> NumberKind.FIXED_LINE_OR_MOBILE;
            case VOIP -> NumberKind.VOIP;
            case TOLL_FREE -> NumberKind.TOLL_FREE;
            case PREMIUM_RATE -> NumberKind.PREMIUM_RATE;
            case SHARED_COST -> NumberKind.SHARED_COST;
            case PERSONAL_NUMBER -> NumberKind.PERSONAL;
            case PAGER -> NumberKind.PAGER;
            case UAN -> NumberKind.UAN;
            case VOICEMAIL -> NumberKind.VOICEMAIL;
            case UNKNOWN -> NumberKind.UNKNOWN;
        };
    }

    /** All that the number may belong to; one that Java does not know makes all of them unknown. */
    private Set<ZoneId> zones(PhoneNumber number) {
        Set<ZoneId> found = new HashSet<>();
        for (String name : zones.getTimeZonesForNumber(number)) {
            try {
                if (name.equals(PhoneNumberToTimeZonesMapper.getUnknownTimeZone())) {
                    return Set.of();
                }
                found.add(ZoneId.of(name));
            } catch (DateTimeException e) {
                return Set.of();
            }
        }
        return found;
    }
}
