package telephony.routing;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One thing that is done for a caller whose agent never came, stays mute, left or vanished. A route names them in order;
 * each is taken once, the last one is repeated until the call's give-up time is over, and hanging up is what always
 * remains then. After an agent had been heard the list begins anew.
 */
public sealed interface Rung {

    /** Begins the word for {@link FallbackAgent}; the agent's name follows. */
    String AGENT_PREFIX = "agent:";

    /** What is done for a call of which the route says nothing: the same agent again. */
    List<Rung> DEFAULT = List.of(new Redispatch());

    /** The agent that this rung brings in place of the present one; empty = it brings no other one. */
    Optional<AgentConfig> agent();

    /** The word for it on the time line and in settings. */
    String word();

    /**
     * The rung that a word says, as {@link #word} writes it: {@code redispatch}, {@code agent:} and a name, or
     * {@code hang-up}.
     *
     * @param agents the agent of a name
     * @return empty when it is none of these words, or there is no agent of that name
     */
    static Optional<Rung> of(String word, Function<String, Optional<AgentConfig>> agents) {
        if (word.startsWith(AGENT_PREFIX)) {
            return agents.apply(word.substring(AGENT_PREFIX.length())).map(FallbackAgent::new);
        }
        return Stream.<Rung>of(new Redispatch(), new HangUp())
                .filter(rung -> rung.word().equals(word))
                .findFirst();
    }

    /** Whether something stands after hanging up, which nobody would hear of. */
    static boolean goesOnAfterHangUp(List<Rung> rungs) {
        int hangUp = rungs.indexOf(new HangUp());
        return hangUp >= 0 && hangUp < rungs.size() - 1;
    }

    /** The same agent once more. */
    record Redispatch() implements Rung {
        @Override
        public Optional<AgentConfig> agent() {
            return Optional.empty();
        }

        @Override
        public String word() {
            return "redispatch";
        }
    }

    /** Another agent. */
    record FallbackAgent(AgentConfig config) implements Rung {
        @Override
        public Optional<AgentConfig> agent() {
            return Optional.of(config);
        }

        @Override
        public String word() {
            return AGENT_PREFIX + config.name();
        }
    }

    /** The caller is removed from the room, which ends the call; nothing comes after it. */
    record HangUp() implements Rung {
        @Override
        public Optional<AgentConfig> agent() {
            return Optional.empty();
        }

        @Override
        public String word() {
            return "hang-up";
        }
    }
}
