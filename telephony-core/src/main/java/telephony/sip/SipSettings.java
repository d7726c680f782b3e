package telephony.sip;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Values of some settings. A setting that is not here is not named: it says nothing, which is not the same as a setting
 * that is here with its {@link SipSetting#empty() empty} value.
 */
public final class SipSettings {

    /** No setting is named. */
    public static final SipSettings NONE = new SipSettings(Map.of());

    private final Map<SipSetting<?>, Object> values;

    private SipSettings(Map<SipSetting<?>, Object> values) {
        this.values = values;
    }

    /** With this one named as well, or otherwise. */
    public <T> SipSettings with(SipSetting<T> setting, T value) {
        Map<SipSetting<?>, Object> more = new HashMap<>(values);
        more.put(setting, canonical(setting, value));
        return new SipSettings(more);
    }

    /** These, and where the other ones name a setting, what they say. */
    public SipSettings with(SipSettings others) {
        Map<SipSetting<?>, Object> more = new HashMap<>(values);
        more.putAll(others.values);
        return new SipSettings(more);
    }

    /** The value, when it is named. */
    @SuppressWarnings("unchecked") // Values come in by with(), where type and setting belong together.
    public <T> Optional<T> get(SipSetting<T> setting) {
        return Optional.ofNullable((T) values.get(setting));
    }

    /** The value; when it is not named, what LiveKit takes then. */
    public <T> T value(SipSetting<T> setting) {
        return get(setting).orElse(setting.empty());
    }

    /** Whether it is named. */
    public boolean names(SipSetting<?> setting) {
        return values.containsKey(setting);
    }

    /** The settings that are named, in the order in which they are shown. */
    public List<SipSetting<?>> named() {
        return SipSetting.all().stream().filter(values::containsKey).toList();
    }

    /** Whether nothing is named. */
    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** Those of these that would change the present ones. */
    public SipSettings changing(SipSettings present) {
        Map<SipSetting<?>, Object> changed = new HashMap<>(values);
        changed.entrySet().removeIf(entry -> entry.getValue().equals(present.value(entry.getKey())));
        return new SipSettings(changed);
    }

    /** What would be different if these were laid over the present ones; secrets are not shown. */
    public List<SipDifference> differences(SipSettings present) {
        List<SipDifference> differences = new ArrayList<>();
        SipSettings changed = changing(present);
        changed.named().forEach(setting -> differences.add(difference(setting, present, changed)));
        return differences;
    }

    /** Those that are not what LiveKit takes anyway. */
    public SipSettings withoutEmpty() {
        return changing(NONE);
    }

    /** As JSON and YAML have them, without secrets, in the order in which they are shown. */
    public Map<String, Object> plain() {
        Map<String, Object> plain = new LinkedHashMap<>();
        named().forEach(setting -> plain.put(setting.name(), plain(setting)));
        return plain;
    }

    private <T> Object plain(SipSetting<T> setting) {
        return setting.plain(value(setting));
    }

    private static <T> SipDifference difference(SipSetting<T> setting, SipSettings before, SipSettings after) {
        T old = before.value(setting);
        T now = after.value(setting);
        if (old instanceof Secret was && now instanceof Secret becomes) {
            String word = becomes.isSet() ? was.isSet() ? "(another one)" : "(set)" : "(none)";
            return new SipDifference(setting.name(), was.toString(), word);
        }
        return new SipDifference(setting.name(), setting.plain(old), setting.plain(now));
    }

    /** By its own form, so that lists are sorted and nothing is shared with whoever gave it. */
    private static <T> T canonical(SipSetting<T> setting, T value) {
        SipFlaws flaws = new SipFlaws();
        Object given = value instanceof Secret ? value : setting.plain(value);
        T read = setting.form().read(given, "/" + setting.name(), flaws).orElse(value);
        if (!flaws.isEmpty()) {
            throw new InvalidSipException(flaws.list());
        }
        return read;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SipSettings settings && values.equals(settings.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** Without secrets. */
    @Override
    public String toString() {
        return plain().toString();
    }
}
