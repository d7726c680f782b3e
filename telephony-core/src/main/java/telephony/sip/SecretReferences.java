package telephony.sip;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the secrets that documents refer to. Only variables of one prefix can be named: else whoever may write a trunk
 * could have any secret of the process sent to a host of his choice.
 */
final class SecretReferences {

    /** Begins the names of environment variables that a document may refer to. */
    static final String PREFIX = "SIP_";

    private static final String ENV = "env";
    private static final Pattern NAME = Pattern.compile(PREFIX + "[A-Z0-9_]{1,60}");

    private final Function<String, @Nullable String> environment;

    SecretReferences(Function<String, @Nullable String> environment) {
        this.environment = environment;
    }

    /** The secret that {@code {env: NAME}} stands for; empty when there is none, which is then a flaw. */
    Optional<Secret> resolve(Object given, String pointer, SipFlaws flaws) {
        if (!(given instanceof Map<?, ?> members)
                || members.size() != 1
                || !(members.get(ENV) instanceof String name)
                || !NAME.matcher(name).matches()) {
            flaws.add(
                    pointer,
                    "secret-reference",
                    "Secrets are not written here: name the environment variable that holds it, as {\"env\": \""
                            + PREFIX + "...\"}, its name in capitals.");
            return Optional.empty();
        }
        String value = environment.apply(name);
        if (value == null || value.isEmpty()) {
            flaws.add(pointer, "secret-missing", "The environment variable " + name + " is not set; set it.");
            return Optional.empty();
        }
        return Optional.of(Secret.of(value));
    }
}
