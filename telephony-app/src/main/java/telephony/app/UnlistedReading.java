package telephony.app;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import telephony.directory.EntryChecks;
import telephony.directory.EntryKey;
import telephony.directory.EntryKind;
import telephony.directory.decision.DirectoryPolicy;
import telephony.directory.decision.DirectoryPolicy.UnknownNumbers;
import telephony.routing.RoomMetadata;

/** Reads what becomes of calls beyond the entries of the directory. */
final class UnlistedReading {

    private final GivenSettings settings;

    UnlistedReading(GivenSettings settings) {
        this.settings = settings;
    }

    UnlistedCalls unlisted() {
        String given = settings.text(Names.UNKNOWN_NUMBERS);
        if (given != null && settings.text(Names.ROUTING) != null) {
            settings.warnings()
                    .add(Names.UNKNOWN_NUMBERS + ": has no effect: unknownNumbers of the routing file says it");
        }
        return new UnlistedCalls(
                attribute(Names.AGENT_ATTRIBUTE),
                attribute(Names.TENANT_ATTRIBUTE),
                member(Names.TENANT_ROOM_METADATA),
                id(Names.DEFAULT_AGENT_ID, EntryKind.AGENT),
                id(Names.DEFAULT_ORGANIZATION_ID, EntryKind.TENANT),
                Arrays.stream(UnknownNumbers.values())
                        .filter(known -> given == null || known.name().equalsIgnoreCase(given))
                        .findFirst()
                        .orElseGet(() -> settings.wrong(
                                Names.UNKNOWN_NUMBERS,
                                String.valueOf(given),
                                "set default, ignore or reject",
                                UnknownNumbers.DEFAULT)));
    }

    private @Nullable String attribute(String setting) {
        String given = settings.text(setting);
        if (given == null || DirectoryPolicy.isFitAttribute(given)) {
            return given;
        }
        settings.problems()
                .add(GivenSettings.problem(
                        setting,
                        given,
                        "callers can write attributes that begin with sip. or lktest.; take another name, which only the"
                                + " dispatch rule sets"));
        return null;
    }

    private @Nullable String member(String setting) {
        String given = settings.text(setting);
        if (given == null || given.length() <= RoomMetadata.MAX_NAME_CHARS) {
            return given;
        }
        settings.problems()
                .add(GivenSettings.problem(
                        setting,
                        given,
                        "names of members have at most " + RoomMetadata.MAX_NAME_CHARS + " characters"));
        return null;
    }

    private @Nullable String id(String setting, EntryKind kind) {
        String given = settings.text(setting);
        if (given == null || EntryChecks.isKey(new EntryKey(kind, given))) {
            return given;
        }
        settings.problems().add(GivenSettings.problem(setting, given, "set an id of the directory, such as sales"));
        return null;
    }
}
