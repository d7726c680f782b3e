package telephony.routing;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One thing that is done for a caller whose agent never came, stays mute, left or vanished. A route names them in order;
 * each is taken once, the last one is repeated until the call's give-up time is over, and hanging up is what always
 * remains then. After an agent had been heard the list begins anew.
 */
public sealed interface Rung {

    /** Begins the word for {@link FallbackAgent}; the agent's name follows. */
    String AGENT_PREFIX = "agent:";

    /** Begins the word for {@link BringIn}; the number follows. */
    String NUMBER_PREFIX = "number:";

    /** What is done for a call of which the route says nothing: the same agent again. */
    List<Rung> DEFAULT = List.of(new Redispatch());

    /** The agent that this rung brings in place of the present one; empty = it brings no other one. */
    Optional<AgentConfig> agent();

    /** The number of the person whom this rung brings in, in E.164; empty = it brings in nobody. */
    Optional<String> number();

    /** The word for it in settings. */
    String word();

    /**
     * The rung that a word says, as {@link #word} writes it: {@code redispatch}, {@code agent:} and a name, {@code number:}
     * and a number in E.164, or {@code hang-up}.
     *
     * @param agents the agent of a name
     * @return empty when it is none of these words, or there is no agent of that name
     */
    static Optional<Rung> of(String word, Function<String, Optional<AgentConfig>> agents) {
        if (word.startsWith(AGENT_PREFIX)) {
            return agents.apply(word.substring(AGENT_PREFIX.length())).map(FallbackAgent::new);
        }
        if (word.startsWith(NUMBER_PREFIX)) {
            String number = word.substring(NUMBER_PREFIX.length());
            return BringIn.isNumber(number) ? Optional.of(new BringIn(number)) : Optional.empty();
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
        public Optional<String> number() {
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
        public Optional<String> number() {
            return Optional.empty();
        }

        @Override
        public String word() {
            return AGENT_PREFIX + config.name();
        }
    }

    /**
     * A person is called into the room. Nobody is sent while that phone rings; when it is not answered the next rung is taken,
     * and when there is none, or the person puts down the phone, the caller is hung up on. Where no phone can be made to ring it is
     * {@link Redispatch}.
     *
     * @param to whom, in E.164; guards judge it as any dial
     */
    record BringIn(String to) implements Rung {

        private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{6,14}");

        /** @throws IllegalArgumentException when it is not E.164 */
        public BringIn {
            if (!isNumber(to)) {
                throw new IllegalArgumentException("give a number in E.164, such as +14155550100");
            }
        }

        static boolean isNumber(String text) {
            return E164.matcher(text).matches();
        }

        @Override
        public Optional<AgentConfig> agent() {
            return Optional.empty();
        }

        @Override
        public Optional<String> number() {
            return Optional.of(to);
        }

        @Override
        public String word() {
            return NUMBER_PREFIX + to;
        }
    }

    /** The caller is removed from the room, which ends the call; nothing comes after it. */
    record HangUp() implements Rung {
        @Override
        public Optional<AgentConfig> agent() {
            return Optional.empty();
        }

        @Override
        public Optional<String> number() {
            return Optional.empty();
        }

        @Override
        public String word() {
            return "hang-up";
        }
    }
}
