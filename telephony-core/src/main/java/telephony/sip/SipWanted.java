package telephony.sip;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A trunk or rule as it shall be. Settings that it does not name stay as they are.
 *
 * @param kind what it is
 * @param name by which it is found again; 1 to 128 characters
 * @param settings those that matter
 * @param trunks of a rule: names of further trunks, whose ids are not known before they are made
 */
public record SipWanted(SipKind kind, String name, SipSettings settings, Set<String> trunks) {

    /** Length of a name at most, in characters. */
    public static final int MAX_NAME_CHARS = 128;

    public SipWanted {
        trunks = Collections.unmodifiableSet(new TreeSet<>(trunks));
        SipFlaws flaws = new SipFlaws();
        WantedName.check(name, "/name", flaws);
        SettingChecks.check(settings, "", flaws);
        settings.named().stream()
                .filter(setting -> !setting.isOf(kind))
                .forEach(setting -> flaws.add(
                        "/" + setting.name(), "unknown-property", "An " + kind.words() + " has no such setting."));
        if (!flaws.isEmpty()) {
            throw new InvalidSipException(flaws.list());
        }
    }

    /**
     * A trunk that takes calls to these numbers in.
     *
     * @throws InvalidSipException when a name or number cannot be
     */
    public static SipWanted inboundTrunk(String name, String... numbers) {
        return new SipWanted(SipKind.INBOUND_TRUNK, name, SipSettings.NONE, Set.of())
                .with(SipSetting.NUMBERS, List.of(numbers));
    }

    /**
     * A trunk that calls by way of this address, from these numbers.
     *
     * @throws InvalidSipException when a name or number cannot be
     */
    public static SipWanted outboundTrunk(String name, String address, String... numbers) {
        return new SipWanted(SipKind.OUTBOUND_TRUNK, name, SipSettings.NONE, Set.of())
                .with(SipSetting.ADDRESS, address)
                .with(SipSetting.NUMBERS, List.of(numbers));
    }

    /** A rule that gives each caller of these trunks a room of his own, its name beginning with the prefix. */
    public static SipWanted individualRule(String name, String roomPrefix, String trunkId, String... more) {
        return rule(name, "individual", trunkId, more).with(SipSetting.ROOM_PREFIX, roomPrefix);
    }

    /** A rule that brings all callers of these trunks into one room. */
    public static SipWanted directRule(String name, String roomName, String trunkId, String... more) {
        return rule(name, "direct", trunkId, more).with(SipSetting.ROOM_NAME, roomName);
    }

    /** A rule whose rooms are named after the number that was called. */
    public static SipWanted calleeRule(String name, String roomPrefix, String trunkId, String... more) {
        return rule(name, "callee", trunkId, more).with(SipSetting.ROOM_PREFIX, roomPrefix);
    }

    /**
     * With this setting as well.
     *
     * @throws InvalidSipException when this kind has no such setting, or the value cannot be
     */
    public <T> SipWanted with(SipSetting<T> setting, T value) {
        return new SipWanted(kind, name, settings.with(setting, value), trunks);
    }

    private static SipWanted rule(String name, String type, String trunkId, String... more) {
        List<String> trunkIds = new ArrayList<>(List.of(more));
        trunkIds.add(trunkId);
        return new SipWanted(SipKind.DISPATCH_RULE, name, SipSettings.NONE, Set.of())
                .with(SipSetting.TYPE, type)
                .with(SipSetting.TRUNK_IDS, trunkIds);
    }
}
