package telephony.queue;

/** What is settled about the queue; asked anew each time, so that it may change while calls wait. Thread-safe. */
public interface QueueRules {

    /** How many calls wait on one trunk at most, unless said otherwise. */
    int DEFAULT_LENGTH = 10_000;

    /** Longest queue of one trunk that may be set. */
    int MOST_LENGTH = 100_000;

    /** Nobody has to wait. */
    QueueRules NONE = new QueueRules() {
        @Override
        public QueuePace pace(String trunkId) {
            return QueuePace.UNLIMITED;
        }

        @Override
        public int length() {
            return DEFAULT_LENGTH;
        }
    };

    /** The pace of this trunk. */
    QueuePace pace(String trunkId);

    /** How many calls may wait on one trunk. */
    int length();
}
