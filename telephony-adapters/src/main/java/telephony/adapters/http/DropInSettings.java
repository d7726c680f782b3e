package telephony.adapters.http;

import java.util.OptionalInt;
import java.util.function.Supplier;
import telephony.decided.EarlyDecisions;
import telephony.directory.DirectorySnapshot;

/**
 * What the drop-in routes work with: those that systems from before call, in the shapes that they know.
 *
 * @param decisions decides for front ends
 * @param directory tenants, agents and numbers as they are now, from memory
 * @param orderKeys a text that no other order has, for each call that is ordered without an Idempotency-Key
 * @param authentic whether they ask whoever calls them for what other routes ask for; false = they answer anybody
 * @param port where they are served, and nothing else, in place of the common port; empty = on the common port
 */
public record DropInSettings(
        EarlyDecisions decisions,
        Supplier<DirectorySnapshot> directory,
        Supplier<String> orderKeys,
        boolean authentic,
        OptionalInt port) {}
