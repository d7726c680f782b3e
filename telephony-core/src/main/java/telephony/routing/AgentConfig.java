package telephony.routing;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An AI agent as it is sent into a call: the name under which its worker registered with LiveKit, and what the worker
 * is told.
 *
 * @param name LiveKit's {@code agent_name}; never blank, because LiveKit sends a nameless dispatch to every worker that
 *     registered without a name
 * @param prompt the instructions of the model
 * @param greeting what the agent says first
 * @param voice voice, in the words of the worker's speech provider; null = the worker's own choice
 * @param model language model, in the words of the worker's provider; null = the worker's own choice
 * @param tools what the agent may use: JSON values (strings, numbers, booleans, maps, lists)
 * @param noiseCancellationType noise cancellation that the worker should apply; {@code telephony} suits phone audio
 * @param metadataStyle where in its metadata the agent finds what stands here
 */
public record AgentConfig(
        String name,
        @Nullable String prompt,
        @Nullable String greeting,
        @Nullable String voice,
        @Nullable String model,
        List<Object> tools,
        String noiseCancellationType,
        MetadataStyle metadataStyle) {

    /** Where in its job's metadata an agent finds what is configured for it. */
    public enum MetadataStyle {
        /** Under {@code telephony.agent} only, so that no member of the user's own metadata can hide it. */
        NESTED,
        /**
         * At the top level as well, for workers written that way. A member of the user's own metadata of the same name
         * wins there, because it was said of the call.
         */
        FLAT
    }

    /** The noise cancellation for narrow-band phone audio. */
    public static final String TELEPHONY_NOISE_CANCELLATION = "telephony";

    /** Length of an agent's name at most, in characters; LiveKit's own limit is not told. */
    public static final int MAX_NAME_CHARS = 128;

    /** What a name must be, for whoever reads one from a setting; begins with "must". */
    public static final String NAME_RULE = "must have 1 to " + MAX_NAME_CHARS + " characters, none of control";

    /** The prompt of an agent about whom nothing else was said. */
    public static final String DEFAULT_PROMPT =
            "You are talking on the phone. Answer briefly, in plain spoken language, one question at a time.";

    /** The greeting of an agent about whom nothing else was said. */
    public static final String DEFAULT_GREETING = "Hello, how can I help you?";

    public AgentConfig {
        if (name.isBlank()) {
            throw new IllegalArgumentException("an agent needs the name under which its LiveKit worker registers");
        }
        tools = List.copyOf(tools);
        Objects.requireNonNull(noiseCancellationType, "noiseCancellationType");
        Objects.requireNonNull(metadataStyle, "metadataStyle");
    }

    /** Whether a name keeps {@link #NAME_RULE}: what stands in settings does, whatever calls of the API say. */
    public static boolean isFitName(String name) {
        return !name.isBlank()
                && name.length() <= MAX_NAME_CHARS
                && name.chars().noneMatch(Character::isISOControl);
    }

    /** An agent that is told nested. */
    public AgentConfig(
            String name,
            @Nullable String prompt,
            @Nullable String greeting,
            @Nullable String voice,
            @Nullable String model,
            List<Object> tools,
            String noiseCancellationType) {
        this(name, prompt, greeting, voice, model, tools, noiseCancellationType, MetadataStyle.NESTED);
    }

    /** An agent with the built-in phone prompt, greeting and noise cancellation, and no tools. */
    public static AgentConfig named(String name) {
        return new AgentConfig(
                name, DEFAULT_PROMPT, DEFAULT_GREETING, null, null, List.of(), TELEPHONY_NOISE_CANCELLATION);
    }
}
