package telephony.dispatch;

import java.util.concurrent.CompletionStage;

/**
 * Finds out what LiveKit's server is like, without leaving a trace in any room.
 *
 * <p><b>Atomic:</b> nothing; each fact is asked for by itself. <b>Absent:</b> what could not be learnt is unknown in the
 * facts. <b>Duplicate:</b> may be asked as often as one likes. <b>Broken:</b> the stage always completes normally, within
 * a few seconds. <b>Threads:</b> safe for any number. <b>Blocking:</b> the method returns at once.
 */
public interface ServerProbePort {

    /** What the server is like now. */
    CompletionStage<ServerFacts> probe();
}
