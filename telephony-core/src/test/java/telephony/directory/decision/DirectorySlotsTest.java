package telephony.directory.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import telephony.call.Slot;
import telephony.call.SlotClaim;
import telephony.directory.Agent;
import telephony.directory.Campaign;
import telephony.directory.DirectoryEntry;
import telephony.directory.Tenant;
import telephony.routing.AgentConfig;
import telephony.routing.RoutingDecision;
import telephony.routing.RoutingDecision.Dispatch;
import telephony.slot.SlotBoard;

/** What the directory says of how many callers somebody answers at a time. */
class DirectorySlotsTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final Duration WAIT = Duration.ofSeconds(40);
    private static final AgentConfig CONFIG = AgentConfig.named("worker");

    private final RoutingDesk desk = new RoutingDesk();
    private final BusyAgents busy = new BusyAgents();
    private final DirectorySlots slots = new DirectorySlots(desk.watch::snapshot, WAIT, null);
    private final DirectorySlots counting = new DirectorySlots(desk.watch::snapshot, WAIT, busy);

    private void know(DirectoryEntry... entries) {
        desk.with(entries);
    }

    private static Agent agent(Integer limit) {
        return new Agent("sales", "acme", "Sales", CONFIG, Agent.Status.ACTIVE, 10, limit);
    }

    private static Campaign campaign(Integer limit, int priority) {
        return new Campaign(
                "spring", "acme", "Spring", "sales", List.of(), null, null, null, Map.of(), limit, priority);
    }

    private static Dispatch decision() {
        return new Dispatch(CONFIG, "sales", "campaign", "acme", "spring", Map.of(), List.of());
    }

    @Test
    void aCallShouldNeedASlotOfEachThatIsLimited() {
        know(agent(2), campaign(5, 3), new Tenant("acme", "Acme", null, 7));

        assertThat(slots.claim(decision(), NOW))
                .contains(new SlotClaim(
                        List.of(
                                Slot.ofAgent("sales", 2),
                                Slot.of(Slot.Owner.CAMPAIGN, "spring", 5),
                                Slot.of(Slot.Owner.TENANT, "acme", 7)),
                        3,
                        NOW,
                        NOW.plus(WAIT),
                        SlotClaim.Stage.WAITING));
    }

    @Test
    void aCallOfWhichNothingIsLimitedShouldNeedNone() {
        know(agent(null), campaign(null, 3), new Tenant("acme", "Acme", null));

        assertThat(slots.claim(decision(), NOW)).isEmpty();
    }

    @Test
    void callsThatNoAgentIsSentIntoShouldNeedNone() {
        know(agent(1));

        assertThat(slots.claim(new RoutingDecision.Ignore("unknown-number"), NOW))
                .isEmpty();
        assertThat(slots.claim(decision().withPersonFirst("+14155550100"), NOW)).isEmpty();
        assertThat(slots.claim(Dispatch.of(CONFIG, "default"), NOW)).isEmpty();
    }

    @Test
    void limitsShouldBeThoseOfTheMomentOfAsking() {
        know(agent(2));
        List<String> keys = List.of("agent:sales", "tenant:acme", "planet:mars");

        assertThat(slots.limits(keys))
                .containsExactly(
                        Slot.ofAgent("sales", 2),
                        Slot.of(Slot.Owner.TENANT, "acme", Slot.UNLIMITED),
                        new Slot("planet:mars", Slot.UNLIMITED));
        know(agent(9));
        assertThat(slots.limits(keys).get(0).limit()).isEqualTo(9);
    }

    @Test
    void whereAgentsAreCountedEveryCallOfTheirsShouldHoldASlot() {
        know(agent(null));

        assertThat(counting.claim(decision(), NOW))
                .map(SlotClaim::slots)
                .contains(List.of(Slot.ofAgent("sales", Slot.UNLIMITED)));
    }

    @Test
    void anAgentsCallsShouldBeThoseThatWereCountedAndThoseGivenSince() {
        know(agent(null));
        SlotBoard[] board = {new SlotBoard(List.of(), Map.of("agent:sales", 3L))};
        busy.follow(() -> board[0]);

        assertThat(busy.callsOf("sales")).isEqualTo(3);
        counting.claim(decision(), NOW);
        counting.claim(decision(), NOW);
        assertThat(busy.callsOf("sales")).isEqualTo(5);
        assertThat(busy.callsOf("support")).isZero();
        board[0] = new SlotBoard(List.of(), Map.of("agent:sales", 3L));
        assertThat(busy.callsOf("sales"))
                .as("a count may be of just before they were stored")
                .isEqualTo(5);
        board[0] = new SlotBoard(List.of(), Map.of("agent:sales", 4L));
        assertThat(busy.callsOf("sales")).isEqualTo(4);
    }
}
