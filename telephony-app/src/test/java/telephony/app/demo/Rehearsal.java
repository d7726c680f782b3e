package telephony.app.demo;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import telephony.Telephony;
import telephony.adapters.store.InMemoryTelephonyStore;
import telephony.routing.CallRouter;
import telephony.simulation.SimulatedLiveKit;
import telephony.store.CallQuery;
import telephony.store.TelephonyStorePort;

/** A programme played on the simulation's own clock: a minute of calls in a moment. */
final class Rehearsal implements Audience {

    final SimulatedLiveKit livekit = new SimulatedLiveKit();
    final TelephonyStorePort store = new InMemoryTelephonyStore(livekit.clock());
    final SwitchboardStates states = new SwitchboardStates();
    final StringBuilder seen = new StringBuilder();
    Duration took = Duration.ZERO;

    Rehearsal() {
        Programme.registerWorkers(livekit);
    }

    /** With one switchboard on the calls. */
    Rehearsal withSwitchboard() {
        livekit.connect(switchboard(store, DemoRouting.router()));
        return this;
    }

    Telephony switchboard(TelephonyStorePort calls, CallRouter router) {
        return livekit.telephony(calls).router(router).listener(states).build();
    }

    /** Plays it to its end. */
    Performance play(Programme programme) {
        Performance performance = new Performance(programme, livekit, this::recorded, livekit.clock(), this);
        while (!performance.step()) {
            livekit.advance(Performance.STEP);
        }
        return performance;
    }

    private Optional<CallRecords.Recorded> recorded(String room) {
        return store.query(CallQuery.all(room, 1, null)).items().stream()
                .filter(call -> call.outcome() != null)
                .findFirst()
                .map(call -> new CallRecords.Recorded(
                        call.callId().toString(), call.outcome().result().name().toLowerCase(Locale.ROOT)));
    }

    @Override
    public void begins(Duration now, PlayedCall call) {
        told(now, call.scenario().from(), call.scenario().what());
    }

    @Override
    public void changes(Duration now, PlayedCall call) {
        told(now, call.scenario().from(), call.shown());
    }

    @Override
    public void befalls(Duration now, Trouble trouble) {
        told(now, "***", trouble.what());
    }

    @Override
    public void stepped(Duration now, Performance performance) {
        took = now;
    }

    private void told(Duration now, String who, String what) {
        seen.append(Columns.seconds(now))
                .append(' ')
                .append(who)
                .append(' ')
                .append(what)
                .append('\n');
    }
}
