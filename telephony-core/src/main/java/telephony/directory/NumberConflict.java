package telephony.directory;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A number on which more than one agent is first: of its active agents several have the same priority. The number's own list
 * says which one answers, and maybe nobody meant it to.
 *
 * @param number in E.164
 * @param tenantId whose it is; null = nobody's in particular
 * @param priority theirs; of several such priorities the first
 * @param agentIds those of this priority, in the number's order, at least two
 */
public record NumberConflict(String number, @Nullable String tenantId, int priority, List<String> agentIds) {

    public NumberConflict {
        agentIds = List.copyOf(agentIds);
    }
}
