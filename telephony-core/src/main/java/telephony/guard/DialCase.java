package telephony.guard;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import telephony.outbound.Dial;

/**
 * One dial with all that was found out about it. Together with the policy it decides: the same case and the same policy
 * always come to the same reasons.
 *
 * @param dial what is to be dialled
 * @param now the store's clock
 * @param terms what the order says about the right to call
 * @param number what numbering plans say; null = their data is missing, or {@link #isAddress}
 * @param registry what an imported do-not-call registry says; null = there is none for the country
 * @param holidays the public holidays that rules ask for, by calendar; one that is not there is missing
 * @param rulings what people decided about this dial and is in force
 */
public record DialCase(
        Dial dial,
        Instant now,
        DialTerms terms,
        @Nullable NumberFacts number,
        @Nullable RegistryListing registry,
        Map<String, HolidayDates> holidays,
        List<Ruling> rulings) {

    private static final String TEL = "tel:";

    public DialCase {
        holidays = Map.copyOf(holidays);
        rulings = List.copyOf(rulings);
    }

    /** The text that is to be dialled as a number; of a {@code tel:} address what follows it. */
    static String target(Dial dial) {
        boolean tel = dial.kind() != Dial.Kind.CALL && dial.to().startsWith(TEL);
        return tel ? dial.to().substring(TEL.length()) : dial.to();
    }

    /** Whether the target is a {@code sip:} address and not a number; an outbound call goes to numbers only. */
    static boolean isAddress(Dial dial) {
        String to = dial.to().toLowerCase(Locale.ROOT);
        return dial.kind() != Dial.Kind.CALL && (to.startsWith("sip:") || to.startsWith("sips:"));
    }

    String target() {
        return target(dial);
    }

    boolean isAddress() {
        return isAddress(dial);
    }

    /** The facts of a whole number in E.164; empty when there are none, or it is something else. */
    Optional<NumberFacts> wholeNumber() {
        return Optional.ofNullable(number).filter(NumberFacts::isNumber);
    }

    /** The country of a whole number. */
    Optional<String> country() {
        return wholeNumber().flatMap(facts -> Optional.ofNullable(facts.country()));
    }

    /** Whether a person decided so about this dial. */
    boolean isRuled(Ruling.Kind kind) {
        return rulings.stream().anyMatch(ruling -> ruling.kind() == kind);
    }

    /** Whether the target is of our own people, as the policy says. */
    boolean isTrusted(GuardPolicy policy) {
        return policy.destinations().trustedTargets().contains(target());
    }

    /** Why, as the order, its campaign or the policy says; empty = nobody says. */
    Optional<Purpose> purpose(GuardPolicy policy) {
        if (terms.purpose() != null) {
            return Optional.of(terms.purpose());
        }
        Purpose ofCampaign =
                policy.campaign(dial.campaignId()).map(Campaign::purpose).orElse(null);
        return Optional.ofNullable(ofCampaign == null ? policy.contact().defaultPurpose() : ofCampaign);
    }

    /** Whether the law of calling people holds. */
    boolean isContact() {
        return DialTerms.isContact(dial, terms);
    }
}
