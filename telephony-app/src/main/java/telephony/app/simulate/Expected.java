package telephony.app.simulate;

/** What callers are to hear. */
public enum Expected {
    /** Agents, one at a time. */
    AGENT("heard agents, one at a time"),
    /** No agent, whatever the reason. */
    NOBODY("heard nobody"),
    /** No agent, because the switchboard ended the call without asking for one. */
    REFUSED("were refused by the switchboard");

    private final String words;

    Expected(String words) {
        this.words = words;
    }

    /** What is said of the callers of whom it is true. */
    String words() {
        return words;
    }

    /** Whether it is so. */
    boolean isMetBy(CallResult result) {
        return switch (this) {
            case AGENT -> result.mostAtOnce() == 1;
            case NOBODY -> result.mostAtOnce() == 0;
            case REFUSED -> result.isRefused();
        };
    }
}
