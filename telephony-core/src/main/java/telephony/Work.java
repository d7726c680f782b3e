package telephony;

import org.jspecify.annotations.Nullable;
import telephony.dispatch.AgentCheckIn;
import telephony.dispatch.DispatchDriver;
import telephony.dispatch.Reconciler;
import telephony.dispatch.RoomPort;
import telephony.dispatch.ServerWatch;
import telephony.lead.LeadBook;
import telephony.observe.TelephonyListener;
import telephony.outbound.LiveKitException;
import telephony.queue.CallTurns;
import telephony.session.CallTransfers;
import telephony.session.OutboundOrders;
import telephony.sip.SipDirectory;
import telephony.slot.SlotTurns;

/** What works on the calls besides their events, and what it does now and then. */
record Work(
        DispatchDriver driver,
        @Nullable OutboundOrders orders,
        @Nullable CallTransfers transfers,
        @Nullable CallTurns turns,
        SlotTurns slots,
        RoomPort rooms,
        AgentCheckIn agents,
        Reconciler reconciler,
        ServerWatch server,
        Retention retention,
        LeadBook leads,
        @Nullable SipDirectory sip,
        TelephonyListener listener) {

    /** As {@link Telephony#tick}. */
    int tick() {
        try {
            server.askIfDue();
            if (server.facts().isTooOld()) {
                return 0;
            }
            int begun = driver.tick() + takeTurns();
            agents.findMissing();
            reconciler.sweepIfDue();
            leads.follow(driver.owner());
            retention.apply();
            return begun;
        } catch (RuntimeException e) {
            listener.onTrouble("looking for calls that are due failed; the next tick tries again", e);
            return 0;
        }
    }

    /** As {@link Telephony#takeTurns}. */
    int takeTurns() {
        if (server.facts().isTooOld()) {
            return 0;
        }
        try {
            return (turns == null ? 0 : turns.take()) + slots.take();
        } catch (RuntimeException e) {
            listener.onTrouble("the queue could not be asked whose turn has come; it is asked again", e);
            return 0;
        }
    }

    /**
     * This part, which is there when calls can be placed.
     *
     * @throws LiveKitException without it: nothing can be done to a call in this way
     */
    static <T> T withSip(@Nullable T part, String done) {
        if (part == null) {
            throw new LiveKitException(
                    LiveKitException.NO_SIP, "no call can be " + done + ": build the switchboard with sip(...)", null);
        }
        return part;
    }
}
