package telephony.app;

/**
 * An API key of LiveKit and its secret.
 *
 * @param key the key; not secret
 * @param secret the secret
 */
record KeyPair(String key, String secret) {

    /** Never the secret, wherever this ends up. */
    @Override
    public String toString() {
        return key + ":***";
    }
}
