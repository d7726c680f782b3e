package telephony.simulation;

import java.time.Instant;

/**
 * A request that arrived at the API, whatever became of it.
 *
 * @param at when
 * @param method what was asked
 * @param room of which room; empty = of no certain one
 * @param target agent name, dispatch id or identity; empty where there is none
 */
public record ApiCall(Instant at, ApiMethod method, String room, String target) {}
