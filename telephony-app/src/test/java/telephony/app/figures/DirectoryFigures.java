package telephony.app.figures;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import telephony.directory.Agent;
import telephony.directory.Campaign;
import telephony.directory.DirectoryChange;
import telephony.directory.DirectoryChanges;
import telephony.directory.DirectoryEntry;
import telephony.directory.DirectoryNumber;
import telephony.directory.DirectoryPort;
import telephony.directory.DirectoryRow;
import telephony.directory.DirectorySnapshot;
import telephony.directory.DirectoryWatch;
import telephony.directory.EntryKey;
import telephony.directory.EntryKind;
import telephony.directory.Tenant;
import telephony.directory.decision.AgentLoad;
import telephony.directory.decision.DirectoryPolicy;
import telephony.directory.decision.DirectoryRouting;
import telephony.directory.decision.OpeningTimes;
import telephony.routing.AgentConfig;
import telephony.routing.RoutingRequest;
import telephony.routing.RoutingStep;

/**
 * What a large directory costs a process: the heap that its snapshot takes, how long it takes to build from nothing and after a
 * change, and to look a number up in it. The store is made up as it is asked, with texts of its own for each row, as a database
 * gives them; what the database itself takes is not in here.
 */
public final class DirectoryFigures {

    private static final int TENANTS = 1_000;
    private static final int CAMPAIGNS = 1_000;
    private static final int NUMBERS_OF_CAMPAIGN = 100;
    private static final int LOOKS = 5_000_000;
    private static final int DECISIONS = 1_000_000;
    private static final int ROUNDS = 5;
    private static final int DELTAS = 1_000;
    private static final int COLLECTIONS = 3;
    private static final double MB = 1e6;

    private DirectoryFigures() {}

    /** Numbers and agents; a million and a hundred thousand when not said. */
    public static void main(String... args) {
        int numbers = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        int agents = args.length > 1 ? Integer.parseInt(args[1]) : 100_000;
        MadeUp store = new MadeUp(numbers, agents);
        long before = used();
        DirectoryWatch watch = new DirectoryWatch(store);
        long began = System.nanoTime();
        watch.refresh();
        System.out.printf(
                "%,d numbers, %,d agents, %,d campaigns of %,d tenants%n", numbers, agents, CAMPAIGNS, TENANTS);
        System.out.printf("built from nothing in %.2f s%n", (System.nanoTime() - began) / 1e9);
        System.out.printf("heap %.0f MB (aim 500 MB)%n", (used() - before) / MB);
        lookUp(watch.snapshot(), numbers);
        decide(watch, numbers);
        change(store, watch);
        began = System.nanoTime();
        int conflicts = watch.snapshot().conflicts(null, null, 1_000).size();
        System.out.printf("conflicts found in %.0f ms: %,d%n", (System.nanoTime() - began) / 1e6, conflicts);
    }

    /** Number to agents, in an order that no cache can guess; the numbers' texts are not those of the snapshot. */
    private static void lookUp(DirectorySnapshot snapshot, int numbers) {
        Random random = new Random(1);
        String[] asked = new String[1 << 20];
        Arrays.setAll(asked, i -> MadeUp.number(random.nextInt(numbers)));
        for (int round = 0; round < ROUNDS; round++) {
            double alone = lookUpAlone(snapshot, asked);
            long found = 0;
            long began = worked();
            for (int i = 0; i < LOOKS; i++) {
                // Another text each time, whose hash is not known yet, as one from a webhook.
                String number = new String(asked[i & (asked.length - 1)].toCharArray());
                DirectoryNumber entry = snapshot.number(number).orElseThrow();
                found += snapshot.activeAgents(entry).size()
                        + snapshot.campaignsOf(number).size();
            }
            double each = (worked() - began) / (double) LOOKS;
            System.out.printf(
                    "look-up of a number %.0f ns (aim 1,000 ns), with its agents and campaigns %.0f ns; %,d found%n",
                    alone, each, found);
        }
    }

    /** Who answers, with all its steps in words, as for a call. */
    private static void decide(DirectoryWatch watch, int numbers) {
        DirectoryRouting rules = new DirectoryRouting(
                watch::snapshot,
                DirectoryPolicy.of(AgentConfig.named("phone-agent")),
                new OpeningTimes((calendar, from, to) -> Optional.empty()),
                AgentLoad.NONE);
        Random random = new Random(1);
        String[] asked = new String[1 << 20];
        Arrays.setAll(asked, i -> MadeUp.number(random.nextInt(numbers)));
        Instant at = Instant.parse("2026-11-21T10:00:00Z");
        for (int round = 0; round < ROUNDS; round++) {
            long steps = 0;
            List<RoutingStep> told = new ArrayList<>();
            long began = worked();
            for (int i = 0; i < DECISIONS; i++) {
                String number = new String(asked[i & (asked.length - 1)].toCharArray());
                told.clear();
                var unused = rules.explain(
                        new RoutingRequest("+15551231", number, "ST_1", "SDR_1", "room", Map.of(), at), told::add);
                steps += told.size();
            }
            double each = (worked() - began) / (double) DECISIONS;
            System.out.printf("decision with its steps %.0f ns; %,d steps%n", each, steps);
        }
    }

    private static double lookUpAlone(DirectorySnapshot snapshot, String[] asked) {
        long began = worked();
        for (int i = 0; i < LOOKS; i++) {
            String number = new String(asked[i & (asked.length - 1)].toCharArray());
            if (snapshot.number(number).isEmpty()) {
                throw new IllegalStateException("every number is there");
            }
        }
        return (worked() - began) / (double) LOOKS;
    }

    private static void change(MadeUp store, DirectoryWatch watch) {
        for (EntryKind kind : List.of(EntryKind.NUMBER, EntryKind.AGENT, EntryKind.CAMPAIGN)) {
            long[] nanos = new long[DELTAS];
            for (int i = 0; i < DELTAS; i++) {
                store.change(kind, i);
                long began = System.nanoTime();
                watch.refresh();
                nanos[i] = System.nanoTime() - began;
            }
            Arrays.sort(nanos);
            System.out.printf(
                    "snapshot after one changed %s: p50 %.3f ms, p99 %.3f ms, most %.3f ms (aim 1,000 ms)%n",
                    kind.word(), nanos[DELTAS / 2] / 1e6, nanos[DELTAS * 99 / 100] / 1e6, nanos[DELTAS - 1] / 1e6);
        }
    }

    /** The processor time of this thread in nanoseconds: what others do meanwhile on the same processors is not in it. */
    private static long worked() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static long used() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** A store whose rows are made when they are asked for, and a few changes. */
    private static final class MadeUp implements DirectoryPort {

        private final int numbers;
        private final int agents;
        private final List<DirectoryRow> changed = new ArrayList<>();

        MadeUp(int numbers, int agents) {
            this.numbers = numbers;
            this.agents = agents;
        }

        static String number(int i) {
            return "+1" + (2_000_000_000L + i);
        }

        private int size() {
            return TENANTS + agents + numbers + CAMPAIGNS;
        }

        void change(EntryKind kind, int i) {
            DirectoryEntry entry =
                    switch (kind) {
                        case NUMBER -> number(i, i + 1);
                        case AGENT -> agent(i, Agent.Status.INACTIVE);
                        default -> campaign(i, 1);
                    };
            changed.clear();
            changed.add(DirectoryRow.of(head + 1, entry));
            head++;
        }

        private long head;

        @Override
        public DirectoryChanges changesAfter(long revision, int max) {
            head = Math.max(head, size());
            if (revision >= size()) {
                return new DirectoryChanges(
                        changed.stream().filter(row -> row.version() > revision).toList(), head);
            }
            List<DirectoryRow> rows = new ArrayList<>();
            for (long i = revision; i < size() && rows.size() < max; i++) {
                rows.add(DirectoryRow.of(i + 1, entry((int) i)));
            }
            return new DirectoryChanges(rows, head);
        }

        private DirectoryEntry entry(int place) {
            int i = place;
            if (i < TENANTS) {
                return new Tenant("tenant-" + i, "Tenant " + i, null);
            }
            i -= TENANTS;
            if (i < agents) {
                return agent(i, Agent.Status.ACTIVE);
            }
            i -= agents;
            return i < numbers ? number(i, i) : campaign(i - numbers, 0);
        }

        private static String tenant(int agent) {
            return "tenant-" + agent % TENANTS;
        }

        private Agent agent(int i, Agent.Status status) {
            AgentConfig config = new AgentConfig(
                    "worker-" + i % 100,
                    "You answer for shop " + i + ". " + "Be brief and friendly. ".repeat(8),
                    "Hello, this is shop " + i + ".",
                    null,
                    null,
                    List.of(),
                    "telephony");
            return new Agent("agent-" + i, tenant(i), "Agent " + i, config, status, 10);
        }

        /** Every tenth number has two agents. */
        private DirectoryNumber number(int i, int first) {
            int agent = first % agents;
            List<String> ids = i % 10 == 0
                    ? List.of("agent-" + agent, "agent-" + (agent + TENANTS) % agents)
                    : List.of("agent-" + agent);
            return new DirectoryNumber(number(i), tenant(agent), ids, Map.of());
        }

        private Campaign campaign(int i, int shift) {
            List<String> of = new ArrayList<>();
            for (int n = 0; n < NUMBERS_OF_CAMPAIGN; n++) {
                of.add(number((i + (n + shift) * CAMPAIGNS) % numbers));
            }
            return new Campaign(
                    "campaign-" + i, tenant(i), "Campaign " + i, "agent-" + i, of, null, null, null, Map.of());
        }

        @Override
        public OptionalLong commit(List<DirectoryChange> changes, OptionalLong revision) {
            return OptionalLong.empty();
        }

        @Override
        public int forgetRemovals(long upTo, int max) {
            return 0;
        }

        @Override
        public Optional<DirectoryRow> find(EntryKey key) {
            return Optional.empty();
        }

        @Override
        public List<DirectoryRow> page(EntryKind kind, @Nullable String tenantId, @Nullable String afterId, int max) {
            return List.of();
        }
    }
}
