package telephony.adapters.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import telephony.call.Direction;
import telephony.call.TelephonyCall;
import telephony.store.CallFilter;
import telephony.store.CallQuery;
import telephony.store.InvalidCursorException;
import telephony.store.Page;
import telephony.testkit.Calls;

/** How much one page of a search may cost. */
class CallSearchTest {

    private static final CallFilter OUTBOUND =
            new CallFilter(null, null, Direction.OUTBOUND, null, null, null, null, null, null);

    private final List<TelephonyCall> newestFirst = new ArrayList<>();
    private final AtomicInteger reads = new AtomicInteger();

    /** A store with a list and nothing else. */
    private Page<TelephonyCall> list(CallQuery query) {
        reads.incrementAndGet();
        assertThat(query.filter()).isEqualTo(CallFilter.NONE);
        CallPlace after = query.cursor() == null ? null : CallPlace.of(query.cursor());
        List<TelephonyCall> rest = newestFirst.stream()
                .filter(row -> after == null || row.times().createdAt().toEpochMilli() < after.createdAt())
                .toList();
        List<TelephonyCall> items = rest.subList(0, Math.min(rest.size(), query.limit()));
        if (items.size() == rest.size()) {
            return new Page<>(items, null);
        }
        TelephonyCall last = items.get(items.size() - 1);
        return new Page<>(
                items,
                new CallPlace(
                                last.times().createdAt().toEpochMilli(),
                                last.callId().value())
                        .cursor());
    }

    private Page<TelephonyCall> search(CallFilter filter, String cursor) {
        return CallSearch.page(CallQuery.all(null, 10, cursor).like(filter), this::list, leg -> List.of());
    }

    /** So many inbound calls, a millisecond apart. */
    private void callsComeIn(int howMany) {
        for (int i = howMany; i > 0; i--) {
            newestFirst.add(Calls.inbound("RM_" + i, "SCL_" + i, Calls.START.plusMillis(i)));
        }
    }

    @Test
    void aPageShouldEndAfterWhatMayBeLookedAtAndTheNextOneGoOn() {
        callsComeIn(CallQuery.LOOKED_AT + 500);
        TelephonyCall wanted = Calls.outbound();
        newestFirst.add(wanted);

        Page<TelephonyCall> first = search(OUTBOUND, null);
        assertThat(first.items()).isEmpty();
        assertThat(first.nextCursor()).isNotNull();
        assertThat(reads).hasValue(CallQuery.LOOKED_AT / CallQuery.MAX_LIMIT);

        Page<TelephonyCall> second = search(OUTBOUND, first.nextCursor());
        assertThat(second.items()).containsExactly(wanted);
        assertThat(second.nextCursor()).isNull();
    }

    @Test
    void nothingShouldBeReadOfTheTimeAfterTheSearchAndLittleOfTheTimeBefore() {
        callsComeIn(5_000);
        CallFilter early = new CallFilter(
                null, null, null, null, null, null, null, Calls.START.plusMillis(100), Calls.START.plusMillis(103));

        Page<TelephonyCall> page = search(early, null);

        assertThat(page.items())
                .extracting(row -> row.origin().roomSid())
                .containsExactly("RM_102", "RM_101", "RM_100");
        assertThat(page.nextCursor()).isNull();
        assertThat(reads).hasValue(1);
    }

    @Test
    void aCursorOfNobodysShouldBeRefusedAlsoForALeg() {
        CallFilter leg = new CallFilter("SCL_1", null, null, null, null, null, null, null, null);

        assertThatThrownBy(() -> search(leg, "' or 1=1")).isInstanceOf(InvalidCursorException.class);
    }

    @Test
    void callsOfALegShouldBePagedNewestFirst() {
        List<TelephonyCall> ofLeg = List.of(
                Calls.inbound("RM_1", "SCL_1", Calls.START),
                Calls.inbound("RM_3", "SCL_1", Calls.START.plusSeconds(3)),
                Calls.inbound("RM_2", "SCL_1", Calls.START.plusSeconds(2)));
        CallFilter leg = new CallFilter("SCL_1", null, null, null, null, null, null, null, null);
        List<String> listed = new ArrayList<>();
        String cursor = null;

        do {
            Page<TelephonyCall> page =
                    CallSearch.page(CallQuery.all(null, 1, cursor).like(leg), this::list, sipCallId -> ofLeg);
            page.items().forEach(row -> listed.add(row.origin().roomSid()));
            cursor = page.nextCursor();
        } while (cursor != null);

        assertThat(listed).containsExactly("RM_3", "RM_2", "RM_1");
        assertThat(reads).hasValue(0);
    }
}
