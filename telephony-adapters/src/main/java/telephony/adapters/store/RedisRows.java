package telephony.adapters.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import telephony.call.CallId;
import telephony.call.Lease;
import telephony.call.SipParticipant;
import telephony.call.TelephonyCall;
import telephony.call.TimelineEntry;
import telephony.queue.QueuePlace;
import telephony.slot.SlotPlace;
import telephony.store.CallQuery;
import telephony.store.Commit;
import telephony.store.InboxEntry;
import telephony.store.InboxQuery;
import telephony.store.OrderKey;
import telephony.store.Page;
import telephony.store.StoreUnavailableException;

/** Rows and entries as the arguments and answers of scripts; nothing is the empty text. */
final class RedisRows {

    /** Ends a name inside the member of an index. No key contains it, so that no name is the beginning of another. */
    static final char END = '\u0000';

    /** What comes next behind {@link #END}. */
    static final char BEHIND_END = '\u0001';

    private static final String NOTHING = "";

    /** How long the text of a time is in an index. */
    private static final int ORDERED_CHARS = 16;

    private RedisRows() {}

    /** A number of milliseconds as text of one length whose order is the order of time. */
    static String ordered(long millis) {
        return HexFormat.of().toHexDigits(millis ^ Long.MIN_VALUE);
    }

    /** The arguments of a commit. */
    static List<String> arguments(Commit commit) {
        List<String> arguments = new ArrayList<>();
        addOrder(arguments, commit.orderKey());
        addEvent(arguments, commit.inboxEntry());
        addRow(arguments, commit.nextRow(), commit.expectedVersion());
        for (TimelineEntry line : commit.timeline()) {
            arguments.add(line.callId().toString());
            arguments.add(EntryCodec.write(line));
        }
        return arguments;
    }

    /** The arguments of a query: the index, where to begin in it and where to end, and how many: one more tells whether a page follows. */
    static List<String> arguments(CallQuery query) {
        String name = indexed(query.tenantId(), query.roomName());
        String cursor = query.cursor();
        String from = name == null ? "+" : "(" + name + BEHIND_END;
        if (cursor != null) {
            CallPlace place = CallPlace.of(cursor);
            from = "(" + (name == null ? "" : name + END) + ordered(place.createdAt()) + place.callId();
        }
        String ofAll = query.roomName() == null ? "calls" : "named";
        String ofTenant = query.roomName() == null ? "tenants" : "tenants-named";
        String index = (query.tenantId() == null ? ofAll : ofTenant) + (query.openOnly() ? "-open" : "");
        return List.of(index, from, name == null ? "-" : "[" + name + END, Integer.toString(query.limit() + 1));
    }

    /** By what an index of tenants, rooms, or both is searched; null = by neither. */
    private static @Nullable String indexed(@Nullable String tenant, @Nullable String roomName) {
        String room = roomName == null ? null : KeyText.of(roomName);
        if (tenant == null) {
            return room;
        }
        return KeyText.of(tenant) + (room == null ? NOTHING : END + room);
    }

    /** The arguments of a query on the inbox: the index, where to begin in it, and how many: one more tells whether a page follows. */
    static List<String> arguments(InboxQuery query) {
        String from = "+";
        if (query.cursor() != null) {
            InboxPlace place = InboxPlace.of(query.cursor());
            from = "(" + ordered(place.receivedAt()) + place.key();
        }
        String index =
                "inbox" + (query.verdict() == null ? "" : ":" + query.verdict().name());
        return List.of(index, from, Integer.toString(query.limit() + 1));
    }

    private static void addOrder(List<String> arguments, @Nullable OrderKey order) {
        if (order == null) {
            arguments.addAll(List.of(NOTHING, NOTHING, NOTHING));
            return;
        }
        arguments.add(OrderPlace.of(order.scope(), order.key()));
        arguments.add(order.fingerprint());
        arguments.add(millis(order.claimedAt()));
    }

    /** The order of an answer; empty when the key was not claimed. */
    static Optional<OrderKey> order(String scope, String key, List<?> answer) {
        if (answer.isEmpty()) {
            return Optional.empty();
        }
        CallId callId = CallId.parse((String) answer.get(1));
        Instant claimedAt = Instant.ofEpochMilli(Long.parseLong((String) answer.get(2)));
        return Optional.of(new OrderKey(scope, key, (String) answer.get(0), callId, claimedAt));
    }

    private static void addEvent(List<String> arguments, @Nullable InboxEntry entry) {
        if (entry == null) {
            arguments.addAll(List.of("0", NOTHING, NOTHING, NOTHING, NOTHING));
            return;
        }
        arguments.add("1");
        arguments.add(KeyText.of(entry.eventId()));
        arguments.add(ordered(entry.receivedAt().toEpochMilli()));
        arguments.add(entry.verdict().name());
        arguments.add(EntryCodec.write(entry));
    }

    private static void addRow(List<String> arguments, @Nullable TelephonyCall row, long expectedVersion) {
        if (row == null) {
            arguments.addAll(Collections.nCopies(17, NOTHING));
            arguments.add("0");
            return;
        }
        Lease lease = row.control().lease();
        Instant dueAt = row.control().dueAt();
        boolean atRest = row.isEnded() && dueAt == null;
        String roomSid = row.origin().roomSid();
        arguments.add(row.callId().toString());
        arguments.add(Long.toString(expectedVersion));
        arguments.add(Long.toString(expectedVersion + 1));
        arguments.add(
                roomSid == null
                        ? NOTHING
                        : KeyText.of(roomSid)
                                + END
                                + HexFormat.of().toHexDigits(row.origin().episode()));
        arguments.add(KeyText.of(row.origin().roomName()));
        arguments.add(ordered(row.times().createdAt().toEpochMilli()));
        arguments.add(row.isEnded() ? "0" : "1");
        arguments.add(millis(dueAt));
        arguments.add(lease == null ? NOTHING : lease.owner());
        arguments.add(lease == null ? NOTHING : millis(lease.until()));
        arguments.add(atRest ? millis(row.times().updatedAt()) : NOTHING);
        arguments.add(RowCodec.write(row));
        String tenant = row.origin().tenantId();
        arguments.add(tenant == null ? NOTHING : KeyText.of(tenant));
        arguments.add(QueuePlace.of(row).map(RedisCallQueue::place).orElse(NOTHING));
        Optional<SlotPlace> slots = SlotPlace.of(row);
        arguments.add(slots.map(RedisSlots::place).orElse(NOTHING));
        arguments.add(slots.map(RedisSlots::limits).orElse(NOTHING));
        arguments.add(RedisSlots.longest());
        List<String> legs = row.legs().stream()
                .map(SipParticipant::sipCallId)
                .map(KeyText::of)
                .toList();
        arguments.add(Integer.toString(legs.size()));
        arguments.addAll(legs);
    }

    private static String millis(@Nullable Instant at) {
        return at == null ? NOTHING : Long.toString(at.toEpochMilli());
    }

    /**
     * The calls of an answer that is a list of them, but those that somebody took out by hand.
     *
     * @param unreadable told of those that are left out because nobody can read them
     */
    static List<TelephonyCall> calls(List<?> answer, Consumer<CallId> unreadable) {
        List<TelephonyCall> calls = new ArrayList<>();
        for (Object one : answer) {
            List<?> call = (List<?>) one;
            try {
                call(call).ifPresent(calls::add);
            } catch (StoreUnavailableException e) {
                unreadable.accept(CallId.parse((String) call.get(0)));
            }
        }
        return calls;
    }

    /** A page of calls; what follows does not hang on being able to read the last of it. */
    static Page<TelephonyCall> page(CallQuery query, List<?> answer, Consumer<CallId> unreadable) {
        List<?> places = (List<?>) answer.get(0);
        List<?> found = (List<?>) answer.get(1);
        if (places.size() <= query.limit()) {
            return new Page<>(calls(found, unreadable), null);
        }
        String end = (String) places.get(query.limit() - 1);
        CallPlace place = new CallPlace(
                millis(end), CallId.parse(end.substring(ORDERED_CHARS)).value());
        return new Page<>(calls(found.subList(0, query.limit()), unreadable), place.cursor());
    }

    /** A page of the inbox, but the entries that somebody took out by hand. */
    static Page<InboxEntry> page(InboxQuery query, List<?> answer) {
        List<?> places = (List<?>) answer.get(0);
        List<InboxEntry> entries = ((List<?>) answer.get(1))
                .stream()
                        .limit(query.limit())
                        .map(String.class::cast)
                        .filter(text -> !text.isEmpty())
                        .map(RedisRows::entry)
                        .toList();
        if (places.size() <= query.limit()) {
            return new Page<>(entries, null);
        }
        String end = (String) places.get(query.limit() - 1);
        return new Page<>(entries, new InboxPlace(millis(end), end.substring(ORDERED_CHARS)).cursor());
    }

    /** The milliseconds of a text that begins with such a number. */
    static long millis(String place) {
        return Long.parseUnsignedLong(place.substring(0, ORDERED_CHARS), 16) ^ Long.MIN_VALUE;
    }

    /** The call of an answer; empty when it is not there. */
    static Optional<TelephonyCall> call(List<?> answer) {
        if (answer.isEmpty()) {
            return Optional.empty();
        }
        List<String> call = answer.stream().map(String.class::cast).toList();
        Instant until = instant(call.get(4));
        Lease lease = until == null ? null : new Lease(call.get(3), until);
        try {
            return Optional.of(RowCodec.read(call.get(5), Long.parseLong(call.get(1)), lease, instant(call.get(2))));
        } catch (IllegalArgumentException e) {
            throw new StoreUnavailableException(
                    "call " + call.get(0) + " stands in Redis with text that is no row: restore it, or delete its key",
                    e);
        }
    }

    private static @Nullable Instant instant(String millis) {
        return millis.isEmpty() ? null : Instant.ofEpochMilli(Long.parseLong(millis));
    }

    static TimelineEntry line(CallId callId, String text) {
        try {
            return EntryCodec.readLine(callId, text);
        } catch (IllegalArgumentException e) {
            throw new StoreUnavailableException(
                    "call " + callId + " has a line in Redis with text that is none: take it out of the list", e);
        }
    }

    static InboxEntry entry(String text) {
        try {
            return EntryCodec.readInboxEntry(text);
        } catch (IllegalArgumentException e) {
            throw new StoreUnavailableException(
                    "an event stands in Redis with text that is no entry: delete its key; it begins " + beginning(text),
                    e);
        }
    }

    private static String beginning(String text) {
        return text.substring(0, Math.min(text.length(), 100));
    }
}
