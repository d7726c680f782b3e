package telephony.sip;

/**
 * A password or PIN that is never shown: not by {@link #toString()}, not in a difference, not in JSON. Two are equal when
 * their values are.
 */
public final class Secret {

    /** No secret. */
    public static final Secret NONE = new Secret("");

    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /** With this value; empty = none. */
    public static Secret of(String value) {
        return value.isEmpty() ? NONE : new Secret(value);
    }

    /** The secret itself, for LiveKit and nobody else. */
    public String reveal() {
        return value;
    }

    /** Whether there is one. */
    public boolean isSet() {
        return !value.isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && value.equals(secret.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return isSet() ? "(set)" : "(none)";
    }
}
