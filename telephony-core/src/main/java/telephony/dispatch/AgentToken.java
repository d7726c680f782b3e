package telephony.dispatch;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.random.RandomGenerator;
import telephony.call.DispatchAttempt;

/**
 * By which the agents of one attempt show that they are ours. The text itself goes into the metadata of the dispatch and is
 * written nowhere else; the row keeps a hash, which is no use to whoever reads it. So every process on the store knows the
 * token again, also after a restart, and there is no key to be shared or lost.
 *
 * @param text what the agent is given
 */
record AgentToken(String text) {

    /** Longest text that is looked at, in characters. */
    static final int MAX_CHARS = 256;

    private static final int RANDOM_BYTES = 24;

    /** A new one; as hard to guess as {@code random} is. */
    static AgentToken make(RandomGenerator random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return new AgentToken(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** What the row keeps. The text is random, so a plain hash cannot be searched backwards. */
    String hash() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest(text));
    }

    /** Whether it is this attempt's; takes as long for a wrong one as for the right one. */
    boolean isOf(DispatchAttempt attempt) {
        String known = attempt.tokenHash();
        return known != null
                && text.length() <= MAX_CHARS
                && MessageDigest.isEqual(
                        known.getBytes(StandardCharsets.UTF_8), hash().getBytes(StandardCharsets.UTF_8));
    }

    /** A token does not show itself in a log. */
    @Override
    public String toString() {
        return "AgentToken[…]";
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
