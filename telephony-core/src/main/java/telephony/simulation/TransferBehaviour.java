package telephony.simulation;

import java.time.Duration;

/**
 * What the far end does that is asked to call somebody else (REFER).
 *
 * @param finalCode its last word, a SIP status; {@value #NO_WORD} = it takes the request and never says what came of it
 * @param after how long after it was asked it says so
 */
public record TransferBehaviour(int finalCode, Duration after) {

    /** It never says what came of it. */
    public static final int NO_WORD = 0;

    private static final int OK = 200;

    /** The target answers after a second. */
    public static TransferBehaviour working() {
        return new TransferBehaviour(OK, Duration.ofSeconds(1));
    }

    /** After 300 ms the far end gives this SIP code. */
    public static TransferBehaviour failing(int code) {
        return new TransferBehaviour(code, Duration.ofMillis(300));
    }

    /** The request is taken, and that is all. */
    public static TransferBehaviour silent() {
        return new TransferBehaviour(NO_WORD, Duration.ZERO);
    }

    /** The same, so long after it was asked. */
    public TransferBehaviour after(Duration time) {
        return new TransferBehaviour(finalCode, time);
    }

    boolean works() {
        return finalCode == OK;
    }
}
