package telephony.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import telephony.PrintedPage;
import telephony.call.DispatchState;

class StateTableTest {

    @Test
    void thePageShouldBeTheTable() throws IOException {
        PrintedPage.isUpToDate("states.md", print());
    }

    @Test
    void nothingShouldLeaveDoneAndNothingOpenShouldFollowAClosedCall() {
        for (StateTable.Rule rule : StateTable.RULES) {
            if (rule.from().contains(DispatchState.DONE)) {
                assertThat(rule.after(DispatchState.DONE)).isEqualTo(DispatchState.DONE);
            }
            if (rule.from().contains(DispatchState.CLEAN)) {
                assertThat(rule.after(DispatchState.CLEAN).isClosed()).isTrue();
            }
        }
    }

    @Test
    void onlyACompleteLookShouldLeadToAnIntent() {
        List<StateTable.Rule> intents = StateTable.RULES.stream()
                .filter(rule -> rule.to() == DispatchState.INTENT)
                .toList();

        assertThat(intents).hasSize(1);
        StateTable.Rule intent = intents.get(0);
        assertThat(intent.on()).isEqualTo(Trigger.LOOKED);
        assertThat(intent.from()).containsExactly(DispatchState.WANT);
        // The guards above it are what makes it safe.
        Set<Guard> before = new HashSet<>();
        for (StateTable.Rule rule : StateTable.RULES.subList(0, StateTable.RULES.indexOf(intent))) {
            if (rule.on() == Trigger.LOOKED && rule.from().contains(DispatchState.WANT)) {
                before.add(rule.when());
            }
        }
        assertThat(before)
                .containsExactlyInAnyOrder(
                        Guard.AGENTS_FOUND,
                        Guard.AGENT_PRESENT,
                        Guard.DISPATCH_MARKED,
                        Guard.DISPATCH_FOREIGN,
                        Guard.GAVE_UP,
                        Guard.LOOK_FAILED,
                        Guard.REMOVED_SHOWN,
                        Guard.RETIRED_SHOWN,
                        Guard.KEEPER_PRESENT,
                        Guard.MEETING,
                        Guard.CALLER_UNPROVEN,
                        Guard.STORE_FORGETFUL,
                        Guard.PERSON_FIRST);
    }

    @Test
    void everyEffectAndGuardShouldBeUsed() {
        Set<Effect> effects = EnumSet.noneOf(Effect.class);
        Set<Guard> guards = EnumSet.noneOf(Guard.class);
        StateTable.RULES.forEach(rule -> {
            effects.addAll(rule.then());
            guards.add(rule.when());
        });

        assertThat(effects).containsExactlyInAnyOrder(Effect.values());
        assertThat(guards).containsExactlyInAnyOrder(Guard.values());
    }

    private static String print() {
        StringBuilder page = new StringBuilder(
                """
                # The state table

                Printed from `telephony.dispatch.StateTable`, which is what runs. The first rule that fits applies; where none
                fits, nothing happens. [protocol.md](protocol.md) says why.

                | state | trigger | guard | next state | effects |
                |---|---|---|---|---|
                """);
        for (StateTable.Rule rule : StateTable.RULES) {
            page.append("| ")
                    .append(rule.from().stream().map(Enum::name).collect(Collectors.joining(", ")))
                    .append(" | ")
                    .append(rule.on())
                    .append(" | ")
                    .append(rule.when().words())
                    .append(" | ")
                    .append(rule.to() == null ? "same" : rule.to())
                    .append(" | ")
                    .append(rule.then().stream().map(Effect::words).collect(Collectors.joining("; ")))
                    .append(" |\n");
        }
        page.append("\nStates: ")
                .append(Arrays.stream(DispatchState.values())
                        .filter(state -> state != DispatchState.UNRECOGNISED)
                        .map(Enum::name)
                        .collect(Collectors.joining(", ")))
                .append(".\n");
        return page.toString();
    }
}
