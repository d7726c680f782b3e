package telephony.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import telephony.call.TelephonyCall;
import telephony.store.Commit;
import telephony.store.InboxEntry;
import telephony.store.InboxQuery;
import telephony.store.InvalidCursorException;
import telephony.store.Page;
import telephony.store.TelephonyStorePort;

/** What every store must keep of the webhooks it took in; a part of {@link TelephonyStoreContract}. */
public interface StoreInboxContract {

    /** An empty store whose clock is this one, as far as it can be told one. */
    TelephonyStorePort newStore(InstantSource clock);

    private TelephonyStorePort store() {
        return newStore(new HandClock(Calls.START));
    }

    private static InboxEntry entry(String eventId, InboxEntry.Verdict verdict, Instant receivedAt) {
        return new InboxEntry(eventId, receivedAt, verdict, null, "a note", "{}");
    }

    @Test
    default void commitShouldLetAnEventOutOfQuarantineOnce() {
        TelephonyStorePort store = store();
        InboxEntry unusable = entry("EV_1", InboxEntry.Verdict.QUARANTINED, Calls.START);
        TelephonyCall row = Calls.inbound("RM_1", "SCL_1");
        store.commit(Commit.ofEvent(unusable, List.of()));

        assertThat(store.commit(Commit.ofEvent(unusable, List.of()))).isEqualTo(Commit.Result.DUPLICATE);
        InboxEntry taken = entry("EV_1", InboxEntry.Verdict.TAKEN, Calls.START);
        assertThat(store.commit(new Commit(taken, row, 7, List.of()))).isEqualTo(Commit.Result.CONFLICT);
        assertThat(store.findInboxEntry("EV_1")).contains(unusable);
        assertThat(store.commit(new Commit(taken, row, 0, List.of()))).isEqualTo(Commit.Result.STORED);
        assertThat(store.findInboxEntry("EV_1")).contains(taken);
        assertThat(store.commit(Commit.ofEvent(taken, List.of()))).isEqualTo(Commit.Result.DUPLICATE);
        assertThat(store.commit(Commit.ofEvent(unusable, List.of()))).isEqualTo(Commit.Result.DUPLICATE);
        assertThat(store.inbox(new InboxQuery(InboxEntry.Verdict.QUARANTINED, 10, null))
                        .items())
                .isEmpty();
    }

    @Test
    default void inboxShouldPageNewestFirstAndByVerdict() {
        TelephonyStorePort store = store();
        List<InboxEntry> newestFirst = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            InboxEntry.Verdict verdict = i % 4 == 1 ? InboxEntry.Verdict.QUARANTINED : InboxEntry.Verdict.TAKEN;
            // Three of one instant each.
            InboxEntry entry = entry("EV_\u0000" + i, verdict, Calls.START.plusSeconds(i / 3));
            store.commit(Commit.ofEvent(entry, List.of()));
            newestFirst.add(0, entry);
        }

        List<InboxEntry> all = everyPage(store, null);
        List<InboxEntry> quarantined = everyPage(store, InboxEntry.Verdict.QUARANTINED);

        assertThat(all).containsExactlyInAnyOrderElementsOf(newestFirst).doesNotHaveDuplicates();
        assertThat(all).extracting(InboxEntry::receivedAt).isSortedAccordingTo(Collections.reverseOrder());
        assertThat(quarantined).hasSize(2).isSubsetOf(newestFirst);
        assertThat(quarantined).allMatch(entry -> entry.verdict() == InboxEntry.Verdict.QUARANTINED);
        assertThatThrownBy(() -> store.inbox(new InboxQuery(null, 10, "' or 1=1")))
                .isInstanceOf(InvalidCursorException.class);
    }

    private static List<InboxEntry> everyPage(TelephonyStorePort store, InboxEntry.@Nullable Verdict verdict) {
        List<InboxEntry> seen = new ArrayList<>();
        String cursor = null;
        do {
            Page<InboxEntry> page = store.inbox(new InboxQuery(verdict, 2, cursor));
            seen.addAll(page.items());
            cursor = page.nextCursor();
        } while (cursor != null);
        return seen;
    }
}
