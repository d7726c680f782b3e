package telephony.adapters.guards;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA256 with a key of ours: who reads the ledger learns no number, not even by trying all there are, unless he has the
 * key as well. Another key finds nobody again who stands in the ledger. Safe for any number of threads.
 */
public final class KeyedHash implements UnaryOperator<String> {

    /** Shortest key, in bytes. */
    public static final int MIN_KEY_BYTES = 16;

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    /**
     * With this key.
     *
     * @throws IllegalArgumentException when it is shorter than {@value #MIN_KEY_BYTES} bytes
     */
    public KeyedHash(byte[] key) {
        if (key.length < MIN_KEY_BYTES) {
            throw new IllegalArgumentException("a key for hashing numbers has " + MIN_KEY_BYTES + " bytes or more");
        }
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    @Override
    public String apply(String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            byte[] hash = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
