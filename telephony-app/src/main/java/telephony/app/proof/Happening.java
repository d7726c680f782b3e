package telephony.app.proof;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import telephony.call.Transfer;
import telephony.queue.QueuePace;
import telephony.simulation.AgentBehaviour;
import telephony.simulation.ApiFault;
import telephony.simulation.ApiMethod;
import telephony.simulation.CalleeBehaviour;
import telephony.simulation.TransferBehaviour;

/** One thing that happens in a schedule, at a time from its beginning. */
sealed interface Happening {

    /** When. */
    Duration at();

    /** The same, one step simpler; none is tried that is not simpler. */
    default Stream<Happening> simpler() {
        return Stream.empty();
    }

    /**
     * Somebody calls.
     *
     * @param caller his number, by which other happenings name him
     * @param direct into one room for all, instead of one of his own
     * @param ruleSendsAgent whether the room's configuration names our agent, so that LiveKit sends it
     * @param agents what the first agents in his room do; later ones join and speak
     * @param troubles what happens to webhooks of his room
     * @param hangsUpAfter how long after the call began he hangs up
     * @param patience after what time without an answer he gives up; null = later than he hangs up
     */
    record Call(
            Duration at,
            int caller,
            boolean direct,
            boolean ruleSendsAgent,
            List<AgentBehaviour> agents,
            List<WebhookTrouble> troubles,
            Duration hangsUpAfter,
            @Nullable Duration patience)
            implements Happening {

        public Call {
            agents = List.copyOf(agents);
            troubles = List.copyOf(troubles);
        }

        /** Into a room of his own, where all goes well. */
        static Call of(int caller, Duration at, Duration hangsUpAfter) {
            return new Call(at, caller, false, false, List.of(), List.of(), hangsUpAfter, null);
        }

        /** The same, meeting these agents first. */
        Call meeting(AgentBehaviour... first) {
            return new Call(at, caller, direct, ruleSendsAgent, List.of(first), troubles, hangsUpAfter, patience);
        }

        /** The same, with this happening to its room's webhooks. */
        Call disturbedBy(WebhookTrouble... next) {
            return new Call(at, caller, direct, ruleSendsAgent, agents, List.of(next), hangsUpAfter, patience);
        }

        /** The same into the room for all. */
        Call toAll() {
            return new Call(at, caller, true, ruleSendsAgent, agents, troubles, hangsUpAfter, patience);
        }

        /** The same into a room whose configuration names our agent. */
        Call withRuleAgent() {
            return new Call(at, caller, direct, true, agents, troubles, hangsUpAfter, patience);
        }

        @Override
        public Stream<Happening> simpler() {
            List<Happening> simpler = new ArrayList<>();
            if (direct) {
                simpler.add(new Call(at, caller, false, ruleSendsAgent, agents, troubles, hangsUpAfter, patience));
            }
            if (ruleSendsAgent) {
                simpler.add(new Call(at, caller, direct, false, agents, troubles, hangsUpAfter, patience));
            }
            if (patience != null) {
                simpler.add(new Call(at, caller, direct, ruleSendsAgent, agents, troubles, hangsUpAfter, null));
            }
            IntStream.range(0, agents.size())
                    .forEach(i -> simpler.add(new Call(
                            at, caller, direct, ruleSendsAgent, without(agents, i), troubles, hangsUpAfter, patience)));
            IntStream.range(0, troubles.size())
                    .forEach(i -> simpler.add(new Call(
                            at, caller, direct, ruleSendsAgent, agents, without(troubles, i), hangsUpAfter, patience)));
            Times.rounder(at)
                    .forEach(t -> simpler.add(
                            new Call(t, caller, direct, ruleSendsAgent, agents, troubles, hangsUpAfter, patience)));
            Times.rounder(hangsUpAfter)
                    .forEach(t ->
                            simpler.add(new Call(at, caller, direct, ruleSendsAgent, agents, troubles, t, patience)));
            return simpler.stream();
        }

        private static <T> List<T> without(List<T> items, int index) {
            List<T> fewer = new ArrayList<>(items);
            fewer.remove(index);
            return fewer;
        }
    }

    /**
     * A program orders a call.
     *
     * @param number by which orders are told apart
     * @param callee what whoever is called does, if nobody else is called before
     * @param agentFirst whether the phone is to ring only when the agent is there
     * @param ringing for how long at most it is to ring
     * @param agents what the first agents in its room do; later ones join and speak
     * @param retried whether another attempt is made when nobody could be reached
     */
    record Order(
            Duration at,
            int number,
            CalleeBehaviour callee,
            boolean agentFirst,
            Duration ringing,
            List<AgentBehaviour> agents,
            boolean retried)
            implements Happening {

        public Order {
            agents = List.copyOf(agents);
        }

        /** Where all goes well but for what the callee does. */
        static Order of(Duration at, CalleeBehaviour callee) {
            return new Order(at, 0, callee, true, Duration.ofSeconds(20), List.of(), false);
        }

        /** The same, meeting these agents first. */
        Order meeting(AgentBehaviour... first) {
            return new Order(at, number, callee, agentFirst, ringing, List.of(first), retried);
        }

        /** The same, tried again. */
        Order again() {
            return new Order(at, number, callee, agentFirst, ringing, agents, true);
        }

        @Override
        public Stream<Happening> simpler() {
            Stream<Happening> withoutAgents = agents.isEmpty() ? Stream.empty() : Stream.of(meeting());
            return Stream.concat(
                    withoutAgents,
                    Times.rounder(at).map(t -> new Order(t, number, callee, agentFirst, ringing, agents, retried)));
        }
    }

    /**
     * A program asks for a transfer, twice at once and once more, under one key.
     *
     * @param key by which requests are told apart
     * @param whose the number of the order or of the caller
     * @param ordered whether it is an order's call, and not a caller's
     * @param mode how
     * @param farEnd what the far end does that is asked to call somebody
     * @param target what whoever is called into the room does
     */
    record Handover(
            Duration at,
            int key,
            int whose,
            boolean ordered,
            Transfer.Mode mode,
            TransferBehaviour farEnd,
            CalleeBehaviour target)
            implements Happening {

        /** Of an order's call, by a far end that does so. */
        static Handover cold(Duration at, TransferBehaviour farEnd) {
            return new Handover(at, 0, 0, true, Transfer.Mode.COLD, farEnd, CalleeBehaviour.absent());
        }

        /** Of an order's call, to somebody who does so. */
        static Handover bridge(Duration at, CalleeBehaviour target) {
            return new Handover(at, 0, 0, true, Transfer.Mode.BRIDGE, TransferBehaviour.working(), target);
        }

        /** The same of the call of this caller. */
        Handover ofCaller(int caller) {
            return new Handover(at, key, caller, false, mode, farEnd, target);
        }

        @Override
        public Stream<Happening> simpler() {
            return Times.rounder(at).map(t -> new Handover(t, key, whose, ordered, mode, farEnd, target));
        }
    }

    /** From now on calls have to wait for their turn on the trunk, where this limits it. */
    record Paced(Duration at, QueuePace pace) implements Happening {}

    /** Something befalls a caller who is there. */
    record Fate(Duration at, int caller, Fate.Kind kind) implements Happening {
        enum Kind {
            /** His phone is gone without a word. */
            VANISHES,
            /** The livekit-sip that carries him dies. */
            LOSES_SIP,
            /** Somebody sends an agent into his room that is none of ours. */
            GETS_A_STRANGER,
            /** A person comes into his room. */
            GETS_COMPANY,
            /** Somebody's script sends an agent of our name into his room. */
            GETS_OUR_AGENT,
            /** The person who came into his room leaves it. */
            LOSES_COMPANY,
            /** When he is gone, somebody deletes his room, with everybody in it. */
            LOSES_ROOM,
            /** When he is gone, somebody makes a room of the same name. */
            ROOM_COMES_BACK;

            /** Whether it happens after his call, and not in it. */
            boolean isAfterwards() {
                return this == LOSES_ROOM || this == ROOM_COMES_BACK;
            }
        }
    }

    /** The next request of this method meets this, whoever sends it. */
    record BadAnswer(Duration at, ApiMethod method, ApiFault fault) implements Happening {}

    /** Something befalls LiveKit or the agents' machine. */
    record Outage(Duration at, Outage.Kind kind, Duration length) implements Happening {
        enum Kind {
            /** Its API cannot be reached. */
            API,
            /** It is restarted; whoever was there comes back. */
            RESTART,
            /** It is restarted, and the agents' machine with it. */
            RESTART_WITH_AGENTS,
            /** It is restarted, and all callers hang up meanwhile. */
            RESTART_WITH_CALLERS,
            /** No worker is registered. */
            WORKER,
            /** All agents that are there die; others can be sent at once. */
            AGENTS_DIE
        }

        @Override
        public Stream<Happening> simpler() {
            return Stream.concat(
                    Times.rounder(at).map(t -> new Outage(t, kind, length)),
                    Times.rounder(length).map(t -> new Outage(at, kind, t)));
        }
    }

    /**
     * One process meets something at the worst moment: when for the next time but {@code skip} it is there.
     *
     * @param at from when on
     * @param replica which process, from 0
     * @param where the moment
     * @param skip how often it may pass there before
     * @param what happens
     * @param length for how long
     */
    record Snag(Duration at, int replica, Moment where, int skip, What what, Duration length) implements Happening {
        enum What {
            /** The process dies, and is started anew after this time. */
            DIES,
            /** The process is stopped; everything waits, and all of it goes on afterwards. */
            STOPS,
            /** This one thread waits; the others of the process go on. */
            WAITS,
            /** The store says that it is not available, whatever it did. Only at a step on the store. */
            STORE_FAILS
        }

        @Override
        public Stream<Happening> simpler() {
            List<Happening> simpler = new ArrayList<>();
            if (skip > 0) {
                simpler.add(new Snag(at, replica, where, 0, what, length));
                simpler.add(new Snag(at, replica, where, skip - 1, what, length));
            }
            Times.rounder(at).forEach(t -> simpler.add(new Snag(t, replica, where, skip, what, length)));
            Times.rounder(length).forEach(t -> simpler.add(new Snag(at, replica, where, skip, what, t)));
            return simpler.stream();
        }
    }

    /** A moment in the work of a process. */
    enum Moment {
        /** Whenever it is. */
        NOW,
        BEFORE_WRITE,
        AFTER_WRITE,
        BEFORE_CLAIM,
        AFTER_CLAIM,
        BEFORE_READ,
        AFTER_READ,
        BEFORE_CREATE,
        AFTER_CREATE,
        /** Before the room of a call that we place is made. */
        BEFORE_ROOM,
        AFTER_ROOM,
        /** Before a phone is made to ring. */
        BEFORE_DIAL,
        AFTER_DIAL,
        /** Before a far end is asked to call somebody. */
        BEFORE_TRANSFER,
        AFTER_TRANSFER,
        /** Before a request that removes somebody or deletes something. */
        BEFORE_REMOVAL,
        AFTER_REMOVAL,
        BEFORE_LIST,
        AFTER_LIST,
        /** When an answer of LiveKit arrives. */
        ANSWER;

        /** Whether only calls have it that we place or transfer. */
        boolean isOfDial() {
            return name().endsWith("_ROOM") || name().endsWith("_DIAL") || name().endsWith("_TRANSFER");
        }
    }

    /** One process and something else do not reach each other. */
    record Partition(Duration at, int replica, Side side, Duration length) implements Happening {
        enum Side {
            /** The store, of this process. */
            STORE,
            /** LiveKit's API, of this process: requests are refused. */
            API,
            /** LiveKit's API, of this process: requests have their effect, and the answers are lost. */
            ANSWERS,
            /** LiveKit's webhooks, of this process. */
            WEBHOOKS,
            /** The store, of all processes. */
            STORE_OF_ALL
        }

        @Override
        public Stream<Happening> simpler() {
            return Stream.concat(
                    Times.rounder(at).map(t -> new Partition(t, replica, side, length)),
                    Times.rounder(length).map(t -> new Partition(at, replica, side, t)));
        }
    }

    /** Heartbeats of agents do not get to one process. */
    record Unheard(Duration at, int replica, Unheard.Why why, Duration length) implements Happening {
        enum Why {
            /** They are lost on their way: nobody can tell such an agent from one that is dead. */
            LOST,
            /** The process turns them away, as it does when it has too much to do: that is no silence of theirs. */
            TURNED_AWAY
        }

        @Override
        public Stream<Happening> simpler() {
            return Stream.concat(
                    Times.rounder(at).map(t -> new Unheard(t, replica, why, length)),
                    Times.rounder(length).map(t -> new Unheard(at, replica, why, t)));
        }
    }

    /** All processes die, and the store begins anew with nothing. */
    record Amnesia(Duration at, Duration away) implements Happening {
        @Override
        public Stream<Happening> simpler() {
            return Stream.concat(
                    Times.rounder(at).map(t -> new Amnesia(t, away)),
                    Times.rounder(away).map(t -> new Amnesia(at, t)));
        }
    }
}
