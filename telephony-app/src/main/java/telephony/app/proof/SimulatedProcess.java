package telephony.app.proof;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import telephony.app.proof.Happening.Moment;
import telephony.app.proof.Happening.Snag;
import telephony.simulation.VirtualTime;
import telephony.simulation.WebhookReceiver;

/**
 * One life of a process: whether it is alive and running, and what meets it at which step of its work. All that it does goes
 * through {@link #run}, and each of its steps through {@link #reach}.
 */
final class SimulatedProcess {

    /** Deeper than this nobody waits for anybody: the stack is the same for all. */
    private static final int MOST_WAITING = 4;

    private static final Duration MOMENT = Duration.ofMillis(50);

    private final Replica replica;
    private final VirtualTime time;
    private final Deque<Runnable> held = new ArrayDeque<>();
    private final Set<Connection> connections = new LinkedHashSet<>();
    private boolean alive = true;
    private int stops;

    /** What happens to processes. */
    interface Fate {
        /** One of them has died, and is to be started anew after this time. */
        void died(Duration away);

        /** Something is disturbed from now on, for so long and an aftermath. */
        void snagged(Snag snag);

        /** Enters a wait; false = too many wait already. */
        boolean enter(int most);

        /** Leaves a wait. */
        void leave();
    }

    /** A process that answers to a replica's plan. */
    record Replica(Fate fate, List<Snag> plan) {}

    SimulatedProcess(Replica replica, VirtualTime time) {
        this.replica = replica;
        this.time = time;
    }

    boolean isAlive() {
        return alive;
    }

    /** Does this now, or when the process goes on, or never when it is dead. */
    void run(Runnable work) {
        if (!alive) {
            return;
        }
        if (stops > 0) {
            held.add(work);
            return;
        }
        try {
            work.run();
        } catch (ProcessDeath death) {
            // What it was doing ends here.
        }
    }

    /** Whether it is stopped, so that what it is to do waits. */
    boolean isStopped() {
        return stops > 0;
    }

    /** A request to it that waits for its answer. */
    static final class Connection {
        private final CompletableFuture<Integer> answered = new CompletableFuture<>();

        /** The status that is answered; {@link WebhookReceiver#NO_ANSWER} = the connection broke. */
        CompletionStage<Integer> answered() {
            return answered;
        }
    }

    /** A connection to it, which breaks when it dies. */
    Connection connection() {
        Connection connection = new Connection();
        connections.add(connection);
        return connection;
    }

    /** Answers on a connection, unless it is broken. */
    void answer(Connection connection, int status) {
        connections.remove(connection);
        connection.answered.complete(status);
    }

    /** The process is at this moment of its work: what is planned for it happens. */
    void reach(Moment moment) {
        checkAlive();
        for (Snag snag : due(moment)) {
            meet(snag);
        }
    }

    /** Nothing that is dead does anything. */
    void checkAlive() {
        if (!alive) {
            throw new ProcessDeath();
        }
    }

    private List<Snag> due(Moment moment) {
        List<Snag> due = new ArrayList<>();
        List<Snag> plan = replica.plan();
        for (int i = 0; i < plan.size(); i++) {
            Snag snag = plan.get(i);
            if (snag.where() == moment && snag.skip() > 0) {
                plan.set(i, new Snag(snag.at(), snag.replica(), moment, snag.skip() - 1, snag.what(), snag.length()));
            } else if (snag.where() == moment) {
                due.add(snag);
            }
        }
        plan.removeAll(due);
        return due;
    }

    private void meet(Snag snag) {
        replica.fate().snagged(snag);
        switch (snag.what()) {
            case DIES -> {
                die(snag.length());
                checkAlive();
            }
            case STOPS -> {
                stops++;
                standStill(snag.length());
                goOn();
                standWhileStopped();
            }
            case WAITS -> {
                standStill(snag.length());
                standWhileStopped();
            }
            case STORE_FAILS -> throw StoreLine.unavailable("a step on the store");
        }
    }

    /** The same for what happens whenever it is: nobody is in the middle of anything. */
    void meetNow(Snag snag) {
        if (!alive) {
            return;
        }
        replica.fate().snagged(snag);
        if (snag.what() == Snag.What.DIES) {
            die(snag.length());
        } else if (snag.what() == Snag.What.STOPS) {
            stops++;
            time.in(snag.length(), this::goOn);
        }
    }

    private void standStill(Duration length) {
        if (!replica.fate().enter(MOST_WAITING)) {
            return;
        }
        try {
            time.standStill(length);
        } finally {
            replica.fate().leave();
        }
        checkAlive();
    }

    private void standWhileStopped() {
        while (stops > 0) {
            time.standStill(MOMENT);
            checkAlive();
        }
    }

    private void goOn() {
        stops--;
        if (stops == 0) {
            List<Runnable> waiting = List.copyOf(held);
            held.clear();
            waiting.forEach(work -> time.soon(() -> run(work)));
        }
    }

    /** It dies at once, and is started anew after this time. */
    void die(Duration away) {
        if (!alive) {
            return;
        }
        alive = false;
        held.clear();
        List<Connection> broken = List.copyOf(connections);
        connections.clear();
        broken.forEach(connection -> time.soon(() -> connection.answered.complete(WebhookReceiver.NO_ANSWER)));
        replica.fate().died(away);
    }
}
