package telephony.guard;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a campaign.
 *
 * @param purpose of its calls that do not say theirs; null = the policy's
 * @param callerId the one number that all its calls show, in E.164; null = any that may be shown
 * @param disclosure what its agents must say
 * @param dialsPerDay calls of it in any 24 hours
 * @param approvedBy names of those who agreed to its size
 * @param approvals how many different names a campaign of this size takes; 0 or 1 = it is not large
 */
public record Campaign(
        @Nullable Purpose purpose,
        @Nullable String callerId,
        Disclosure disclosure,
        long dialsPerDay,
        Set<String> approvedBy,
        int approvals) {

    public Campaign {
        approvedBy = Set.copyOf(approvedBy);
    }

    /** Whether enough different people agreed to it. */
    boolean isApproved() {
        return approvedBy.size() >= approvals;
    }

    /**
     * What agents must say, in their words.
     *
     * @param identity who is calling; null = not settled
     * @param artificial that an AI speaks; null = not settled
     * @param optOut how not to be called again; null = not settled
     * @param recording that the call is recorded; null = it is not
     */
    public record Disclosure(
            @Nullable String identity,
            @Nullable String artificial,
            @Nullable String optOut,
            @Nullable String recording) {

        /** Nothing is settled. */
        public static final Disclosure NONE = new Disclosure(null, null, null, null);

        /** What is not settled but must be, by the names of the settings. */
        public List<String> missing() {
            return REQUIRED.stream()
                    .filter(name -> !instructions().containsKey(name))
                    .toList();
        }

        /** What the agent is to be told, by the names of the settings; what is not settled is left out. */
        public Map<String, String> instructions() {
            Map<String, String> told = new TreeMap<>();
            put(told, "identity", identity);
            put(told, "artificial", artificial);
            put(told, "optOut", optOut);
            put(told, "recording", recording);
            return told;
        }

        private static final List<String> REQUIRED = List.of("identity", "artificial", "optOut");

        private static void put(Map<String, String> told, String name, @Nullable String text) {
            if (text != null) {
                told.put(name, text);
            }
        }
    }
}
