package telephony.call;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The sessions that one leg or agent has had in the room, in the order of their joining. Applying the same news twice,
 * or two pieces of news in the other order, gives the same value: events need not be in order.
 *
 * @param all oldest first; at most {@value #MAX_SESSIONS}, the oldest ones that have left are forgotten first
 */
public record Sessions(List<ParticipantSession> all) {

    /** How many sessions of one participant are remembered. */
    public static final int MAX_SESSIONS = 16;

    /** No session yet. */
    public static final Sessions NONE = new Sessions(List.of());

    private static final Comparator<ParticipantSession> BY_JOINING = Comparator.comparing(
                    ParticipantSession::joinedAt, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(ParticipantSession::sid);

    public Sessions {
        all = List.copyOf(all);
    }

    /** The same with this session changed, or added in the form that the change gives a session just heard of. */
    public Sessions with(String sid, UnaryOperator<ParticipantSession> change) {
        List<ParticipantSession> next = new ArrayList<>(all);
        int index = indexOf(sid);
        if (index >= 0) {
            next.set(index, change.apply(next.get(index)));
        } else {
            next.add(change.apply(ParticipantSession.joined(sid, null)));
        }
        next.sort(BY_JOINING);
        if (next.size() > MAX_SESSIONS) {
            next.remove(oldestThatLeft(next));
        }
        return new Sessions(next);
    }

    /** The session of this SID. */
    public Optional<ParticipantSession> find(String sid) {
        int index = indexOf(sid);
        return index < 0 ? Optional.empty() : Optional.of(all.get(index));
    }

    /** The session that joined last. */
    public Optional<ParticipantSession> newest() {
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    /** Whether the session that joined last is there, as far as we know. */
    public boolean isPresent() {
        return newest().map(ParticipantSession::isPresent).orElse(false);
    }

    /** Whether any session was heard. */
    public boolean hadAudio() {
        return all.stream().anyMatch(ParticipantSession::audio);
    }

    private int indexOf(String sid) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).sid().equals(sid)) {
                return i;
            }
        }
        return -1;
    }

    private static int oldestThatLeft(List<ParticipantSession> sessions) {
        for (int i = 0; i < sessions.size(); i++) {
            if (!sessions.get(i).isPresent()) {
                return i;
            }
        }
        return 0;
    }
}
