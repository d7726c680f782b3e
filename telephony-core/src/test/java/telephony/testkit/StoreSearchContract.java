package telephony.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import telephony.call.CallId;
import telephony.call.CallStatus;
import telephony.call.Direction;
import telephony.call.Outcome;
import telephony.call.TelephonyCall;
import telephony.store.CallFilter;
import telephony.store.CallQuery;
import telephony.store.Commit;
import telephony.store.Page;
import telephony.store.TelephonyStorePort;

/** How every store finds calls by what they are like; a part of {@link TelephonyStoreContract}. */
public interface StoreSearchContract {

    /** An empty store whose clock is this one, as far as it can be told one. */
    TelephonyStorePort newStore(InstantSource clock);

    private static CallId insert(TelephonyStorePort store, TelephonyCall row) {
        assertThat(store.commit(Commit.ofRow(row, List.of()))).isEqualTo(Commit.Result.STORED);
        return row.callId();
    }

    /** All that is listed, by pages of this size, whatever there is on each. */
    private static List<CallId> list(TelephonyStorePort store, CallFilter filter, int limit) {
        List<CallId> listed = new ArrayList<>();
        String cursor = null;
        do {
            Page<TelephonyCall> page =
                    store.query(CallQuery.all(null, limit, cursor).like(filter));
            assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
            page.items().forEach(row -> listed.add(row.callId()));
            cursor = page.nextCursor();
        } while (cursor != null);
        return listed;
    }

    private static List<CallId> list(TelephonyStorePort store, CallFilter filter) {
        return list(store, filter, 10);
    }

    private static CallFilter leg(String sipCallId) {
        return new CallFilter(sipCallId, null, null, null, null, null, null, null, null);
    }

    private static CallFilter status(CallStatus status) {
        return new CallFilter(null, status, null, null, null, null, null, null, null);
    }

    private static CallFilter numbers(String from, String to) {
        return new CallFilter(null, null, null, from, to, null, null, null, null);
    }

    private static CallFilter between(Instant after, Instant before) {
        return new CallFilter(null, null, null, null, null, null, null, after, before);
    }

    @Test
    default void queryShouldFindACallByEachThingThatItIs() {
        TelephonyStorePort store = newStore(new HandClock(Calls.START));
        CallId in = insert(store, Calls.inbound("RM_1", "SCL_1", Calls.START.plusSeconds(1)));
        CallId over = insert(
                store,
                Calls.inbound("RM_2", "SCL_2", Calls.START.plusSeconds(2)).ended(Calls.START.plusSeconds(9), "GONE"));
        CallId out = insert(store, Calls.outbound());

        assertThat(list(store, CallFilter.NONE)).containsExactly(over, in, out);
        assertThat(list(store, leg("SCL_1"))).containsExactly(in);
        assertThat(list(store, leg("SCL_"))).isEmpty();
        assertThat(list(store, status(CallStatus.SIP_PARTICIPANT_JOINED))).containsExactly(in);
        assertThat(list(store, status(CallStatus.CREATED))).containsExactly(out);
        assertThat(list(store, new CallFilter(null, null, Direction.OUTBOUND, null, null, null, null, null, null)))
                .containsExactly(out);
        assertThat(list(store, numbers("+14155550100", null))).containsExactly(out);
        assertThat(list(store, numbers("+15551231", null))).containsExactly(over, in);
        assertThat(list(store, numbers(null, "+14155552671"))).containsExactly(out);
        assertThat(list(store, numbers("+15551231", "+14155552671"))).isEmpty();
        assertThat(list(store, new CallFilter(null, null, null, null, null, "spring", null, null, null)))
                .containsExactly(out);
        Outcome.Result result = store.find(over).orElseThrow().outcome().result();
        assertThat(list(store, new CallFilter(null, null, null, null, null, null, result, null, null)))
                .containsExactly(over);
    }

    @Test
    default void queryShouldListCallsOfATimeFromItsBeginningAndWithoutItsEnd() {
        TelephonyStorePort store = newStore(new HandClock(Calls.START));
        List<CallId> calls = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            calls.add(insert(store, Calls.inbound("RM_" + i, "SCL_" + i, Calls.START.plusMillis(i))));
        }

        assertThat(list(store, between(Calls.START.plusMillis(1), Calls.START.plusMillis(3)), 1))
                .containsExactly(calls.get(2), calls.get(1));
        assertThat(list(store, between(Calls.START.plusMillis(3), null), 1))
                .containsExactly(calls.get(4), calls.get(3));
        assertThat(list(store, between(null, Calls.START.plusMillis(1)), 1)).containsExactly(calls.get(0));
        assertThat(list(store, between(Calls.START.plusMillis(3), Calls.START.plusMillis(3)), 1))
                .isEmpty();
        assertThat(list(store, between(null, Instant.EPOCH))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 200})
    default void pagesOfASearchShouldHaveEachCallOnceAndNoOther(int limit) {
        TelephonyStorePort store = newStore(new HandClock(Calls.START));
        List<CallId> wanted = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            // Several of one instant: the cursor must tell them apart.
            TelephonyCall row = Calls.inbound("RM_" + i, "SCL_" + i, Calls.START.plusSeconds(i / 4));
            boolean isOver = i % 3 == 0;
            insert(store, isOver ? row.ended(Calls.START.plusSeconds(60), "GONE") : row);
            if (isOver) {
                wanted.add(row.callId());
            }
        }

        List<CallId> listed = list(
                store,
                new CallFilter(null, null, Direction.INBOUND, null, null, null, Outcome.Result.UNKNOWN, null, null),
                limit);

        assertThat(listed).containsExactlyInAnyOrderElementsOf(wanted).doesNotHaveDuplicates();
    }

    @Test
    default void aSearchForATenantShouldTellNothingOfAnothersCalls() {
        TelephonyStorePort store = newStore(new HandClock(Calls.START));
        CallId mine = insert(store, Calls.ofTenant("acme", Calls.inbound("RM_1", "SCL_1")));
        insert(store, Calls.ofTenant("globex", Calls.inbound("RM_2", "SCL_2")));

        CallQuery ofMine = CallQuery.ofTenant("acme", null, 10, null);
        assertThat(store.query(ofMine.like(numbers("+15551231", null))).items())
                .extracting(TelephonyCall::callId)
                .containsExactly(mine);
        assertThat(store.query(ofMine.like(leg("SCL_2"))).items()).isEmpty();
        assertThat(store.query(CallQuery.ofTenant("acme", "room-RM_1", 10, null).like(leg("SCL_1")))
                        .items())
                .extracting(TelephonyCall::callId)
                .containsExactly(mine);
    }

    @Test
    default void aSearchShouldTakeWhatItIsGivenForAValueWhateverItLooksLike() {
        TelephonyStorePort store = newStore(new HandClock(Calls.START));
        insert(store, Calls.inbound("RM_1", "SCL_1"));

        for (String hostile :
                List.of("' or 1=1 --", "*", "[a-z]*", "%", "SCL_?", "\u0000", "{\"$ne\":1}", ") LIMIT 1")) {
            assertThat(list(store, leg(hostile))).as(hostile).isEmpty();
            assertThat(list(store, numbers(hostile, null))).as(hostile).isEmpty();
            assertThat(list(store, new CallFilter(null, null, null, null, null, hostile, null, null, null)))
                    .as(hostile)
                    .isEmpty();
        }
    }
}
