package telephony.sip;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A trunk or rule as LiveKit has it.
 *
 * @param kind what it is
 * @param id LiveKit's, {@code ST_…} or {@code SDR_…}
 * @param name as LiveKit has it; may be empty, and may be borne by others too
 * @param settings those that are not empty
 * @param keptBy the set that our mark names; null = it bears no mark of ours
 * @param markable whether its metadata can bear our mark: there is none, or it is a JSON object
 */
public record SipEntry(
        SipKind kind, String id, String name, SipSettings settings, @Nullable String keptBy, boolean markable) {

    public SipEntry {
        settings = settings.withoutEmpty();
    }

    /** The set that our mark names. */
    public Optional<String> keeper() {
        return Optional.ofNullable(keptBy);
    }

    /** Such as {@code inbound trunk 'main' (ST_abc)}. */
    public String words() {
        return kind.words() + " '" + name + "' (" + id + ")";
    }
}
