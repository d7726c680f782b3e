package telephony.app;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Whether secrets are worth the name: whoever guesses one can forge LiveKit's webhooks and join every room. */
final class Secrets {

    private static final int MIN_BYTES = 32;
    private static final Set<String> SAMPLE_KEYS = Set.of("devkey");
    private static final Set<String> SAMPLE_SECRETS = Set.of("secret", "devsecret", "changeme");

    /** A secret may stand in any of them. */
    private static final String SETTINGS =
            Names.LIVEKIT_API_SECRET + " or " + Names.LIVEKIT_WEBHOOK_SECRET + " or " + Names.LIVEKIT_WEBHOOK_KEYS;

    private final boolean onlyThisMachine;
    private final List<String> problems;
    private final List<String> warnings;

    Secrets(boolean onlyThisMachine, List<String> problems, List<String> warnings) {
        this.onlyThisMachine = onlyThisMachine;
        this.problems = problems;
        this.warnings = warnings;
    }

    void check(List<KeyPair> pairs) {
        for (KeyPair pair : new LinkedHashSet<>(pairs)) {
            String weakness = weakness(pair);
            if (weakness.isEmpty()) {
                continue;
            }
            String what = "the secret of LiveKit key " + pair.key() + " " + weakness;
            if (onlyThisMachine) {
                warnings.add(SETTINGS + ": " + what + "; allowed because LiveKit is on this machine");
            } else {
                problems.add(SETTINGS + ": " + what + "; make one with: openssl rand -base64 36, and give"
                        + " it to LiveKit as well");
            }
        }
    }

    private static String weakness(KeyPair pair) {
        String secret = pair.secret();
        if (SAMPLE_KEYS.contains(pair.key())) {
            return "belongs to a key that is a sample from documentation";
        }
        if (SAMPLE_SECRETS.contains(secret.toLowerCase(Locale.ROOT))) {
            return "is a sample from documentation";
        }
        if (secret.equals(pair.key())) {
            return "is the key itself";
        }
        return secret.getBytes(StandardCharsets.UTF_8).length < MIN_BYTES
                ? "has less than " + MIN_BYTES + " bytes"
                : "";
    }
}
