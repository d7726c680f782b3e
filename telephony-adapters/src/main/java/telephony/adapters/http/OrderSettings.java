package telephony.adapters.http;

import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import telephony.call.PhoneNumber;
import telephony.routing.AgentConfig;

/**
 * What orders to place calls are read with.
 *
 * @param agent who talks where an order names nobody; null = it must name somebody
 * @param from the number that is shown where an order says none, E.164; null = the trunk's own choice
 * @param numbers reads a number; one without a country is read only where there is a default region, and else has no {@link
 *     PhoneNumber#e164}
 */
public record OrderSettings(@Nullable AgentConfig agent, @Nullable String from, Function<String, PhoneNumber> numbers) {

    private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{6,14}");

    /** Orders name their agent, and their numbers in E.164. */
    public static final OrderSettings NONE = new OrderSettings(
            null, null, text -> new PhoneNumber(text, E164.matcher(text).matches() ? text : null));
}
