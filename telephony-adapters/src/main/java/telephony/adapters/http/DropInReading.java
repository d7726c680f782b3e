package telephony.adapters.http;

import io.javalin.http.Context;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import telephony.call.PhoneNumber;
import telephony.decided.EarlyCall;

/**
 * Reads what other systems send. What they send beside what is read here is theirs, and is passed over rather than refused.
 * Numbers are good by their shape, for those of test systems are in no numbering plan.
 */
final class DropInReading {

    private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{6,14}");
    private static final Pattern SEPARATORS = Pattern.compile("[\\s().-]");
    private static final int MAX_NAME_CHARS = 256;

    private final RequestBody body;
    private final Function<String, PhoneNumber> numbers;

    private DropInReading(RequestBody body, Function<String, PhoneNumber> numbers) {
        this.body = body;
        this.numbers = numbers;
    }

    /** @param numbers reads a number that has not the shape by itself */
    static DropInReading of(Context ctx, Function<String, PhoneNumber> numbers) {
        return new DropInReading(RequestBody.of(ctx), numbers);
    }

    /** {@code {call_id, trunk_id?, sip_call_id?, from_user {name?, number}, to_user {name?, number}}}. */
    EarlyCall sipDispatch() {
        RequestBody from = body.within("from_user").orElse(null);
        RequestBody to = body.within("to_user").orElse(null);
        if (to == null) {
            body.flaw(body.pointer("to_user"), "missing", "Give an object with the number that was dialled.");
        }
        String caller = from == null ? null : from.text("number");
        String name = from == null ? null : from.text("name");
        String dialled = to == null ? "" : dialled(to, "number");
        return call(caller, name, dialled, body.text("trunk_id"), body.text("sip_call_id"));
    }

    /** {@code {from_number, to_number, call_id}}. */
    EarlyCall sipInbound() {
        return call(body.text("from_number"), null, dialled(body, "to_number"), null, null);
    }

    private EarlyCall call(
            @Nullable String from,
            @Nullable String name,
            String to,
            @Nullable String trunkId,
            @Nullable String sipCallId) {
        String id = body.requiredText("call_id");
        if (!isFit(id)) {
            body.flaw(
                    body.pointer("call_id"),
                    "format",
                    "Give 1 to " + EarlyCall.MAX_ID_CHARS + " characters, none of control.");
        }
        refuseFlaws();
        return new EarlyCall(
                id,
                from == null || from.isBlank() ? null : read(from).orElse(shortened(from)),
                name == null || name.isBlank() ? null : shortened(name),
                to,
                fitOrNone(trunkId),
                fitOrNone(sipCallId));
    }

    private static boolean isFit(String id) {
        return id.length() <= EarlyCall.MAX_ID_CHARS && id.chars().noneMatch(Character::isISOControl);
    }

    /** What only helps to recognise the call later is not worth a refusal. */
    private static @Nullable String fitOrNone(@Nullable String id) {
        return id == null || id.isBlank() || !isFit(id) ? null : id;
    }

    private static String shortened(String text) {
        return text.length() > MAX_NAME_CHARS ? text.substring(0, MAX_NAME_CHARS) : text;
    }

    /**
     * A number in two parts.
     *
     * @param e164 the whole
     * @param countryCode as it was sent, with its {@code +}
     * @param national as it was sent, without separators
     */
    record Parts(String e164, String countryCode, String national) {}

    /** {@code {phone_country_code, phone_number}}. */
    Parts byPhone() {
        String code =
                SEPARATORS.matcher(body.requiredText("phone_country_code")).replaceAll("");
        String national = SEPARATORS.matcher(body.requiredText("phone_number")).replaceAll("");
        String plus = code.startsWith("+") ? code : "+" + code;
        String own = national.startsWith(plus) ? national.substring(plus.length()) : national;
        if (!E164.matcher(plus + own).matches()) {
            body.flaw(
                    body.pointer("phone_number"),
                    "format",
                    "Give the number behind its country code; the two make + and 7 to 15 digits.");
        }
        refuseFlaws();
        return new Parts(plus + own, plus, own);
    }

    private String dialled(RequestBody from, String name) {
        String given = from.requiredText(name);
        Optional<String> number = read(given);
        if (number.isEmpty() && !given.isBlank()) {
            from.flaw(from.pointer(name), "format", "Give the dialled number as + and 7 to 15 digits.");
        }
        return number.orElse("");
    }

    /** Empty = it is not the shape of a number, and cannot be read as one either. */
    private Optional<String> read(String given) {
        return number(given, numbers);
    }

    /** A number without its separators, if it has the shape of one then, or as the region says; empty = it is none. */
    static Optional<String> number(String given, Function<String, PhoneNumber> numbers) {
        String plain = SEPARATORS.matcher(given).replaceAll("");
        return E164.matcher(plain).matches()
                ? Optional.of(plain)
                : Optional.ofNullable(numbers.apply(given).e164());
    }

    private void refuseFlaws() {
        body.refuseFlaws();
    }
}
