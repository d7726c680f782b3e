package telephony.sip;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads documents from what YAML and JSON have in common: maps by name, lists, texts, numbers, truth values, null. It
 * finds all that is wrong at once, and nothing is read that it does not know.
 */
public final class SipDocumentReader {

    private static final String SET = "set";
    private static final String OPEN = "openToEveryTrunk";
    private static final String TRUNKS = "trunks";

    private static final Map<String, SipKind> SECTIONS = sections();

    private final SecretReferences secrets;

    /** @param environment the value of an environment variable that a secret refers to; null = it is not set */
    public SipDocumentReader(Function<String, @Nullable String> environment) {
        this.secrets = new SecretReferences(environment);
    }

    private static Map<String, SipKind> sections() {
        Map<String, SipKind> sections = new LinkedHashMap<>();
        sections.put("inboundTrunks", SipKind.INBOUND_TRUNK);
        sections.put("outboundTrunks", SipKind.OUTBOUND_TRUNK);
        sections.put("dispatchRules", SipKind.DISPATCH_RULE);
        return sections;
    }

    /**
     * A whole document: {@code set}, {@code inboundTrunks}, {@code outboundTrunks}, {@code dispatchRules}, the last three
     * being maps by name.
     *
     * @throws InvalidSipException with everything that is wrong
     */
    public SipDocument document(Map<?, ?> members) {
        SipFlaws flaws = new SipFlaws();
        List<SipWanted> wanted = new ArrayList<>();
        String set = SipDocument.DEFAULT_SET;
        for (Map.Entry<?, ?> member : members.entrySet()) {
            String name = String.valueOf(member.getKey());
            String at = SipFlaws.pointer("", name);
            SipKind kind = SECTIONS.get(name);
            if (kind != null) {
                section(kind, member.getValue(), at, flaws, wanted);
            } else if (!name.equals(SET)) {
                flaws.add(at, "unknown-property", "Known here: set, " + String.join(", ", SECTIONS.keySet()) + ".");
            } else if (member.getValue() instanceof String text
                    && WantedName.SET.matcher(text).matches()) {
                set = text;
            } else {
                flaws.add(at, "name", "Give 1 to 32 lower-case letters, digits and hyphens.");
            }
        }
        if (wanted.size() > SipDocument.MAX_WANTED) {
            flaws.add("", "too-many", "A document has " + SipDocument.MAX_WANTED + " trunks and rules at most.");
        }
        throwIfAny(flaws);
        return new SipDocument(set, wanted);
    }

    /**
     * One trunk or rule.
     *
     * @param members its settings
     * @throws InvalidSipException with everything that is wrong, pointers beginning at the object
     */
    public SipWanted one(SipKind kind, String name, Map<?, ?> members) {
        SipFlaws flaws = new SipFlaws();
        WantedName.check(name, "/name", flaws);
        Optional<SipWanted> wanted = wanted(kind, name, members, "", flaws);
        throwIfAny(flaws);
        return wanted.orElseThrow();
    }

    /**
     * Settings to change.
     *
     * @throws InvalidSipException with everything that is wrong
     */
    public SipSettings changes(SipKind kind, Map<?, ?> members) {
        return one(kind, "changes", members).settings();
    }

    private void section(SipKind kind, @Nullable Object given, String pointer, SipFlaws flaws, List<SipWanted> wanted) {
        if (!(given instanceof Map<?, ?> named)) {
            flaws.add(pointer, "type", "Give an object: names, and below each the settings.");
            return;
        }
        named.forEach((key, value) -> {
            String name = String.valueOf(key);
            String at = SipFlaws.pointer(pointer, name);
            WantedName.check(name, at, flaws);
            if (value instanceof Map<?, ?> members) {
                wanted(kind, name, members, at, flaws).ifPresent(wanted::add);
            } else {
                flaws.add(at, "type", "Give an object of settings.");
            }
        });
    }

    private Optional<SipWanted> wanted(SipKind kind, String name, Map<?, ?> members, String pointer, SipFlaws flaws) {
        SipFlaws own = new SipFlaws();
        SipSettings settings = SipSettings.NONE;
        Set<String> trunks = Set.of();
        boolean open = false;
        for (Map.Entry<?, ?> member : members.entrySet()) {
            String key = String.valueOf(member.getKey());
            String at = SipFlaws.pointer(pointer, key);
            Object value = member.getValue();
            SipSetting<?> setting = SipSetting.named(kind, key).orElse(null);
            if (setting != null) {
                settings = settings.with(read(setting, value, at, own));
            } else if (kind == SipKind.DISPATCH_RULE && key.equals(TRUNKS) && value != null) {
                trunks = Set.copyOf(SipForm.TEXTS.read(value, at, own).orElse(List.of()));
            } else if (kind == SipKind.DISPATCH_RULE && key.equals(OPEN) && value != null) {
                open = SipForm.FLAG.read(value, at, own).orElse(false);
            } else {
                own.add(at, "unknown-property", "Known here: " + known(kind) + ".");
            }
        }
        boolean named =
                !trunks.isEmpty() || !settings.value(SipSetting.TRUNK_IDS).isEmpty();
        if (open && named) {
            own.add(
                    SipFlaws.pointer(pointer, OPEN),
                    "contradiction",
                    "Name trunks, or open it to every trunk, not both.");
        } else if (open) {
            settings = settings.with(SipSetting.TRUNK_IDS, List.of());
        } else if (settings.names(SipSetting.TRUNK_IDS) && !named) {
            own.add(
                    SipFlaws.pointer(pointer, SipSetting.TRUNK_IDS.name()),
                    "open-rule",
                    "A rule without trunks takes calls from anybody; name a trunk, or say " + OPEN + ": true.");
        }
        SettingChecks.check(settings, pointer, own);
        own.list().forEach(flaw -> flaws.add(flaw.pointer(), flaw.code(), flaw.detail()));
        return own.isEmpty() && flaws.isEmpty()
                ? Optional.of(new SipWanted(kind, name, settings, trunks))
                : Optional.empty();
    }

    /** Null says: as if it had never been given. */
    private <T> SipSettings read(SipSetting<T> setting, @Nullable Object given, String pointer, SipFlaws flaws) {
        if (given == null) {
            return SipSettings.NONE.with(setting, setting.empty());
        }
        Optional<? extends Object> plain =
                setting.empty() instanceof Secret ? secrets.resolve(given, pointer, flaws) : Optional.of(given);
        return plain.flatMap(value -> setting.form().read(value, pointer, flaws))
                .map(value -> SipSettings.NONE.with(setting, value))
                .orElse(SipSettings.NONE);
    }

    private static String known(SipKind kind) {
        String settings = SipSetting.of(kind).stream().map(SipSetting::name).collect(Collectors.joining(", "));
        return kind == SipKind.DISPATCH_RULE ? settings + ", " + TRUNKS + ", " + OPEN : settings;
    }

    private static void throwIfAny(SipFlaws flaws) {
        if (!flaws.isEmpty()) {
            throw new InvalidSipException(flaws.list());
        }
    }
}
