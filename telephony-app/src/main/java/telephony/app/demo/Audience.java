package telephony.app.demo;

import java.time.Duration;

/** Is told what happens in a performance, as it happens; on the thread that plays. */
interface Audience {

    /** A call was placed. */
    void begins(Duration now, PlayedCall call);

    /** What its caller has on the line is another thing than before. */
    void changes(Duration now, PlayedCall call);

    /** Something befalls LiveKit as a whole. */
    void befalls(Duration now, Trouble trouble);

    /** A step was played. */
    void stepped(Duration now, Performance performance);
}
