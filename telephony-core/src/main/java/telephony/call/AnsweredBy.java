package telephony.call;

import java.time.Instant;
import java.util.Objects;

/**
 * Who took up a phone, as somebody who listened says.
 *
 * @param who what was heard
 * @param at when it was told
 * @param source who told it: the identity of an agent, or the name of whoever sent it
 */
public record AnsweredBy(Who who, Instant at, String source) {

    /** What was heard. */
    public enum Who {
        /** A person. */
        HUMAN,
        /** A machine that takes messages. */
        VOICEMAIL,
        /** A machine that asks for keys. */
        IVR,
        /** Somebody listened and cannot tell. */
        UNKNOWN,
        /** Written by a newer version; see {@link RowControl#unrecognised()}. */
        UNRECOGNISED
    }

    public AnsweredBy {
        Objects.requireNonNull(who, "who");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(source, "source");
    }
}
