package telephony.call;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of one attempt, carried in the dispatch's metadata, by which our dispatches are told from anybody else's:
 * {@code v1:<roomSid>/<episode>#<attempt>:<instance>:<random>}.
 *
 * @param roomSid the room's incarnation
 * @param episode the call's episode in it, from 1
 * @param attempt the attempt, from 1
 * @param instance the store whose instance made it; survives restarts of that store
 * @param random makes two attempts that race differ
 */
public record DispatchMarker(String roomSid, int episode, int attempt, String instance, String random) {

    private static final Pattern FORM =
            Pattern.compile("v1:([A-Za-z0-9_-]{1,64})/(\\d{1,9})#(\\d{1,9}):([A-Za-z0-9-]{1,64}):([A-Za-z0-9]{1,32})");

    public DispatchMarker {
        if (!FORM.matcher(text(roomSid, episode, attempt, instance, random)).matches()) {
            throw new IllegalArgumentException("not a marker: "
                    + text(roomSid, episode, attempt, instance, random)
                    + "; an instance is 1 to 64 letters, digits or hyphens");
        }
    }

    /** Reads a marker; empty when the text is none of ours. */
    public static Optional<DispatchMarker> parse(String text) {
        Matcher m = FORM.matcher(text);
        if (!m.matches()) {
            return Optional.empty();
        }
        return Optional.of(new DispatchMarker(
                m.group(1), Integer.parseInt(m.group(2)), Integer.parseInt(m.group(3)), m.group(4), m.group(5)));
    }

    /** Whether it names this episode of this room, whoever made it. */
    public boolean isOf(String sid, int episodeNumber) {
        return roomSid.equals(sid) && episode == episodeNumber;
    }

    @Override
    public String toString() {
        return text(roomSid, episode, attempt, instance, random);
    }

    private static String text(String roomSid, int episode, int attempt, String instance, String random) {
        return "v1:" + roomSid + "/" + episode + "#" + attempt + ":" + instance + ":" + random;
    }
}
