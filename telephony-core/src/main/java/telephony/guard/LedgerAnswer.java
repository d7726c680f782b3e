package telephony.guard;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a ledger says of lines.
 *
 * @param fits whether all of them fit
 * @param states each one's state, in their order
 */
public record LedgerAnswer(boolean fits, List<State> states) {

    /** Nothing was asked. */
    public static final LedgerAnswer NOTHING = new LedgerAnswer(true, List.of());

    /**
     * One line's state.
     *
     * @param key what is counted under
     * @param others what the live amounts of all other owners come to
     * @param fits whether the line's amount still fits
     * @param fitsAt when it will fit, as far as what is there now only becomes less; null = it fits, or will not by waiting,
     *     or there are more than {@value DialLedgerPort#MAX_LOOKED_AT} amounts to wait for
     */
    public record State(String key, long others, boolean fits, @Nullable Instant fitsAt) {}

    public LedgerAnswer {
        states = List.copyOf(states);
    }

    /** An answer of these states. */
    public static LedgerAnswer of(List<State> states) {
        return new LedgerAnswer(states.stream().allMatch(State::fits), states);
    }

    /** The state of this key; empty = it was not asked about. */
    public Optional<State> of(String key) {
        return states.stream().filter(state -> state.key().equals(key)).findFirst();
    }
}
