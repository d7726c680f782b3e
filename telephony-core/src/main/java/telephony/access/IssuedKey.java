package telephony.access;

/**
 * A key that was just made: the one time that it can be shown.
 *
 * @param key as it is kept
 * @param text the key itself, for its holder: {@code tk_<id>_<secret>}
 */
public record IssuedKey(ApiKey key, String text) {

    /** Without the secret, so that no log has it. */
    @Override
    public String toString() {
        return "IssuedKey[" + key.id() + "]";
    }
}
