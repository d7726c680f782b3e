/**
 * The domain of the switchboard: calls, decisions and the ports it needs from outside. It reads no module but
 * {@code java.base}, so that HTTP, SQL, JSON or a logger here is a compile error.
 *
 * <p>Each package is null-marked by itself: on a class path, as in our adapters, nobody reads this file.
 */
module telephony.core {
    requires static transitive org.jspecify;

    exports telephony;
    exports telephony.access;
    exports telephony.call;
    exports telephony.decided;
    exports telephony.directory;
    exports telephony.directory.decision;
    exports telephony.dispatch;
    exports telephony.guard;
    exports telephony.lead;
    exports telephony.observe;
    exports telephony.outbound;
    exports telephony.queue;
    exports telephony.routing;
    exports telephony.session;
    exports telephony.simulation;
    exports telephony.sip;
    exports telephony.slot;
    exports telephony.stats;
    exports telephony.store;
    exports telephony.webhook;
}
