package telephony.app.proof;

/** Unwinds what a process was doing when it died. An error, so that nothing in the process catches it. */
final class ProcessDeath extends Error {
    private static final long serialVersionUID = 1L;

    ProcessDeath() {
        super("the simulated process is dead", null, false, false);
    }
}
