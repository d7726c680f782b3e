package telephony.simulation;

import java.util.List;

/**
 * The SIP dispatch rule that takes a call.
 *
 * @param id {@code SDR_…}
 * @param trunkId {@code ST_…} of the trunk that the call came by; empty = a rule without a trunk
 * @param room the name of the room, or what the names of the rooms begin with
 * @param direct whether all calls get into one room of that name; otherwise each gets one of its own
 * @param agents the rule's {@code room_config.agents}
 */
public record DispatchRule(String id, String trunkId, String room, boolean direct, List<String> agents) {

    public DispatchRule {
        agents = List.copyOf(agents);
    }

    /** A room of its own for each call: {@code <prefix>_<number>_<random>}. */
    public static DispatchRule individual(String prefix) {
        return new DispatchRule("SDR_individual01", "ST_inboundtrunk1", prefix, false, List.of());
    }

    /** One room for all calls. */
    public static DispatchRule direct(String room) {
        return new DispatchRule("SDR_direct000001", "ST_inboundtrunk1", room, true, List.of());
    }

    /** The same with agents that LiveKit sends itself. */
    public DispatchRule withAgents(String... names) {
        return new DispatchRule(id, trunkId, room, direct, List.of(names));
    }
}
