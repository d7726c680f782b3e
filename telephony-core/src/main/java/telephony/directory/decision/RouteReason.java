package telephony.directory.decision;

import telephony.routing.CallRouter;

/** Why the directory decided so: the words stand on rows and in counts, and do not change. */
public enum RouteReason {
    /** The call itself named the agent. */
    OVERRIDE("override"),
    /** The number's campaign goes on and is open. */
    CAMPAIGN("campaign"),
    /** The number's campaign goes on and is closed, and says what then. */
    OUTSIDE_HOURS("outside-hours"),
    /** The number's own agents. Routing files say this word of the numbers that they list, too. */
    NUMBER("number"),
    /** Nothing was said of the number, or nobody there is active: its tenant's default agent. */
    TENANT_DEFAULT("tenant-default"),
    /** Nothing else was found: the agent of the whole system. */
    SYSTEM_DEFAULT("system-default"),
    /** The number is in no list, and such calls are left alone or refused. */
    UNKNOWN_NUMBER("unknown-number"),
    /** The number is in the directory and nobody answers it, and such calls are left alone or refused. */
    NO_AGENT("no-agent"),
    /** Nothing was found, and the built-in agent answers. */
    DEFAULT(CallRouter.DEFAULT);

    private final String word;

    RouteReason(String word) {
        this.word = word;
    }

    /** How it is written. */
    public String word() {
        return word;
    }
}
