package telephony.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The text of a key: {@code tk_<id>_<secret>}. Its beginning tells people and scanners of source code what it is, its id
 * which one; the secret is {@value #SECRET_BYTES} random bytes.
 *
 * <p>It is kept as its SHA-256. Slow hashes with salt are for what people choose and others can guess; of 256 random bits
 * none can be guessed however fast one tries, and a fast hash costs a request nothing.
 */
final class KeyText {

    static final int SECRET_BYTES = 32;

    private static final int ID_CHARS = 12;
    private static final String ID_ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz";
    private static final Pattern FORM = Pattern.compile("tk_([0-9a-z]{" + ID_CHARS + "})_[0-9a-f]{64}");

    private final String id;
    private final String text;

    private KeyText(String id, String text) {
        this.id = id;
        this.text = text;
    }

    /** A new one. */
    static KeyText make(RandomGenerator random) {
        StringBuilder id = new StringBuilder(ID_CHARS);
        for (int i = 0; i < ID_CHARS; i++) {
            id.append(ID_ALPHABET.charAt(random.nextInt(ID_ALPHABET.length())));
        }
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return new KeyText(id.toString(), "tk_" + id + "_" + HexFormat.of().formatHex(secret));
    }

    /** What somebody presented; empty = it has not the form of a key. */
    static Optional<KeyText> of(@Nullable String presented) {
        Matcher form = FORM.matcher(presented == null ? "" : presented);
        return form.matches() ? Optional.of(new KeyText(form.group(1), form.group())) : Optional.empty();
    }

    String id() {
        return id;
    }

    /** The key itself. */
    String text() {
        return text;
    }

    /** What is kept of it. */
    String hash() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Whether this is the key of which that is kept; it takes the same time wherever the two differ. */
    boolean isOf(String hash) {
        return MessageDigest.isEqual(
                hash().getBytes(StandardCharsets.US_ASCII), hash.getBytes(StandardCharsets.US_ASCII));
    }

    /** Without the secret, so that no log has it. */
    @Override
    public String toString() {
        return "tk_" + id + "_***";
    }
}
