package telephony.store;

/** What an acknowledged write survives. */
public enum Durability {
    /** Nothing: it is gone with the process. */
    PROCESS,
    /** Usually a crash, but the last moments may be missing. */
    BEST_EFFORT,
    /** A crash of the process and of the store, once acknowledged. */
    COMMITTED
}
