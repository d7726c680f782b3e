package telephony.webhook;

/**
 * Whether a request is LiveKit's.
 *
 * @param reason {@link Reason#AUTHENTIC}, or what is wrong with it
 * @param detail for the operator: what was seen and what to do; holds no part of token or secret
 */
public record WebhookVerdict(Reason reason, String detail) {

    /** What a verification found. */
    public enum Reason {
        /** LiveKit sent it. */
        AUTHENTIC("authentic"),
        /** No {@code Authorization} header, or an empty one. */
        SIGNATURE_MISSING("signature-missing"),
        /** No well-formed HS256 token signed with a secret of ours. */
        SIGNATURE_INVALID("signature-invalid"),
        /** The token names a key that is not configured. */
        UNKNOWN_ISSUER("unknown-issuer"),
        /** Expired, or not valid yet, beyond the leeway. */
        TOKEN_EXPIRED("token-expired"),
        /** No expiry, or one too far ahead. */
        TOKEN_LIFETIME("token-lifetime"),
        /** The token does not cover this body. */
        BODY_HASH_MISMATCH("body-hash-mismatch");

        private final String word;

        Reason(String word) {
            this.word = word;
        }

        /** The stable word, as it stands in answers, logs and metrics. */
        public String word() {
            return word;
        }
    }

    /** LiveKit sent it. */
    public static final WebhookVerdict AUTHENTIC = new WebhookVerdict(Reason.AUTHENTIC, "");

    /** Whether LiveKit sent it. */
    public boolean isAuthentic() {
        return reason == Reason.AUTHENTIC;
    }
}
