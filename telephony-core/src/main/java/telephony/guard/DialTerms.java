package telephony.guard;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import telephony.outbound.Dial;

/**
 * What an order says about the right to call, under {@value #KEY} of its metadata.
 *
 * @param purpose why; null = not said
 * @param consent the consent that there is; null = none
 * @param zone where the called person is now; null = not said
 * @param jurisdiction the part of the country whose law counts, such as {@code US-FL}; null = not said
 * @param problems what cannot be understood, a sentence each
 */
public record DialTerms(
        @Nullable Purpose purpose,
        @Nullable Consent consent,
        @Nullable ZoneId zone,
        @Nullable String jurisdiction,
        List<String> problems) {

    /** The member of the metadata that holds them. */
    public static final String KEY = "compliance";

    private static final int MAX_RECORD_CHARS = 200;
    private static final String JURISDICTION = "[A-Z]{2}-[A-Z0-9]{1,3}";

    public DialTerms {
        problems = List.copyOf(problems);
    }

    /**
     * A consent.
     *
     * @param record where its proof is kept, in the user's own words
     * @param form in which form it was given
     */
    public record Consent(String record, ConsentForm form) {}

    /** What this dial's metadata says. */
    public static DialTerms of(Dial dial) {
        return new Reading(dial.metadata().get(KEY)).terms();
    }

    /** Whether somebody is called for a purpose of ours, so that the law of calling people holds. */
    static boolean isContact(Dial dial, DialTerms terms) {
        return dial.kind() == Dial.Kind.CALL || terms.purpose() != null;
    }

    /** One reading. Keys are taken as {@code timeZone} and as {@code time_zone}. */
    private static final class Reading {
        private final Map<?, ?> members;
        private final List<String> problems = new ArrayList<>();

        Reading(@Nullable Object given) {
            if (given instanceof Map<?, ?> map) {
                members = map;
            } else {
                members = Map.of();
                if (given != null) {
                    problems.add(KEY + " must be an object");
                }
            }
        }

        DialTerms terms() {
            @Nullable
            Purpose purpose = text(members, "purpose", "purpose")
                    .flatMap(word -> known("purpose", Purpose.of(word), "marketing, informational or emergency"))
                    .orElse(null);
            @Nullable
            ZoneId zone =
                    text(members, "timeZone", "time_zone").flatMap(this::zone).orElse(null);
            @Nullable
            String part = text(members, "jurisdiction", "jurisdiction")
                    .flatMap(word -> known(
                            "jurisdiction",
                            word.matches(JURISDICTION) ? Optional.of(word) : Optional.empty(),
                            "a part of a country such as US-FL"))
                    .orElse(null);
            return new DialTerms(purpose, consent(), zone, part, problems);
        }

        private @Nullable Consent consent() {
            Object given = members.get("consent");
            if (given == null) {
                return null;
            }
            if (!(given instanceof Map<?, ?> map)) {
                problems.add(KEY + ".consent must be an object with record and form");
                return null;
            }
            @Nullable String record = text(map, "record", "record").orElse(null);
            @Nullable
            ConsentForm form = text(map, "form", "form")
                    .flatMap(word -> known("consent.form", ConsentForm.of(word), "express or written"))
                    .orElse(null);
            if (record == null || record.isBlank() || record.length() > MAX_RECORD_CHARS || form == null) {
                problems.add(KEY + ".consent needs record (1 to " + MAX_RECORD_CHARS + " characters) and form");
                return null;
            }
            return new Consent(record, form);
        }

        private Optional<ZoneId> zone(String name) {
            try {
                return Optional.of(ZoneId.of(name))
                        .filter(zone -> ZoneId.getAvailableZoneIds().contains(zone.getId()))
                        .or(() -> known("timeZone", Optional.empty(), "a zone such as Europe/Paris"));
            } catch (DateTimeException e) {
                return known("timeZone", Optional.empty(), "a zone such as Europe/Paris");
            }
        }

        private Optional<String> text(Map<?, ?> from, String name, String otherName) {
            Object given = from.containsKey(name) ? from.get(name) : from.get(otherName);
            if (given == null || given instanceof String) {
                return Optional.ofNullable((String) given);
            }
            problems.add(KEY + "." + name + " must be a text");
            return Optional.empty();
        }

        private <T> Optional<T> known(String name, Optional<T> value, String instead) {
            if (value.isEmpty()) {
                problems.add(KEY + "." + name + " must be " + instead);
            }
            return value;
        }
    }
}
