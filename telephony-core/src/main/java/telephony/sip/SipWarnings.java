package telephony.sip;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds what is allowed and probably not meant, in the state that a plan leads to. */
final class SipWarnings {

    /** A trunk or rule as it would be. */
    private record After(SipKind kind, String name, String id, SipSettings settings, boolean ours, boolean wanted) {
        private String words() {
            return kind.words() + " '" + name + "'" + (id.isEmpty() ? "" : " (" + id + ")");
        }
    }

    private final List<After> after;
    private final RoutedAgents routedAgents;
    private final List<SipWarning> warnings = new ArrayList<>();

    private SipWarnings(List<After> after, RoutedAgents routedAgents) {
        this.after = after;
        this.routedAgents = routedAgents;
    }

    static List<SipWarning> of(String set, List<SipEntry> present, List<SipChange> changes, RoutedAgents routedAgents) {
        SipWarnings found = new SipWarnings(after(set, present, changes), routedAgents);
        found.numbers();
        found.of(SipKind.DISPATCH_RULE).forEach(found::rule);
        return found.warnings;
    }

    private static List<After> after(String set, List<SipEntry> present, List<SipChange> changes) {
        Map<String, After> byId = new TreeMap<>();
        for (SipEntry entry : present) {
            boolean ours = entry.keeper().filter(set::equals).isPresent();
            byId.put(entry.id(), new After(entry.kind(), entry.name(), entry.id(), entry.settings(), ours, false));
        }
        List<After> created = new ArrayList<>();
        for (SipChange change : changes) {
            if (change instanceof SipChange.Create create) {
                created.add(new After(
                        change.kind(), change.name(), "", create.wanted().settings(), true, true));
            } else if (change instanceof SipChange.Update update) {
                SipEntry entry = update.present();
                SipSettings settings = entry.settings().with(update.changes());
                byId.put(entry.id(), new After(entry.kind(), entry.name(), entry.id(), settings, true, true));
            } else if (change instanceof SipChange.Delete delete) {
                byId.remove(delete.present().id());
            } else if (change instanceof SipChange.Nothing nothing) {
                SipEntry entry = nothing.present();
                byId.put(entry.id(), new After(entry.kind(), entry.name(), entry.id(), entry.settings(), true, true));
            }
        }
        return Stream.concat(byId.values().stream(), created.stream())
                .sorted(Comparator.comparing(After::kind).thenComparing(After::name))
                .toList();
    }

    private List<After> of(SipKind kind) {
        return after.stream().filter(one -> one.kind() == kind).toList();
    }

    private void numbers() {
        Map<String, List<After>> holders = new TreeMap<>();
        for (After trunk : of(SipKind.INBOUND_TRUNK)) {
            Set<String> numbers = new TreeSet<>();
            trunk.settings().value(SipSetting.NUMBERS).forEach(number -> numbers.add(normal(number)));
            numbers.forEach(number ->
                    holders.computeIfAbsent(number, any -> new ArrayList<>()).add(trunk));
        }
        holders.forEach((number, trunks) -> {
            List<After> others = trunks.stream().filter(trunk -> !trunk.ours()).toList();
            boolean wanted = trunks.stream().anyMatch(After::wanted);
            if (wanted && !others.isEmpty()) {
                warn(
                        "number-elsewhere",
                        others.get(0),
                        number + " is still served here, by a trunk that is not of this set, besides "
                                + names(trunks.stream().filter(After::wanted).toList())
                                + ". Calls that both accept are answered 503; take the number off the older one.");
            } else if (trunks.size() > 1 && wanted) {
                warn(
                        "number-twice",
                        trunks.get(0),
                        number + " is on " + names(trunks)
                                + ". Calls that more than one of them accepts are answered 503.");
            }
        });
    }

    private void rule(After rule) {
        List<String> trunkIds = rule.settings().value(SipSetting.TRUNK_IDS);
        if (trunkIds.isEmpty()) {
            warn(
                    "open-rule",
                    rule,
                    "It is open to every trunk: it also takes calls that no trunk accepts. Name its trunks.");
        }
        List<String> gone = trunkIds.stream()
                .filter(id -> !id.startsWith(SipPlanner.PENDING))
                .filter(id -> of(SipKind.INBOUND_TRUNK).stream()
                        .noneMatch(trunk -> trunk.id().equals(id)))
                .toList();
        if (!gone.isEmpty()) {
            warn("dangling-rule", rule, "It names trunks that are not there: " + String.join(", ", gone) + ".");
        }
        List<String> agents = rule.settings().value(SipSetting.AGENTS).stream()
                .map(RuleAgent::agentName)
                .toList();
        if (agents.isEmpty()) {
            return;
        }
        List<String> strangers = agents.stream()
                .filter(name -> !routedAgents.names().contains(name))
                .toList();
        if (!strangers.isEmpty() && routedAgents.complete()) {
            warn(
                    "agent-not-routed",
                    rule,
                    "Our routing does not send " + String.join(", ", strangers)
                            + ": such an agent talks beside ours. Whether a worker serves that name LiveKit does not tell.");
        }
        if (strangers.size() < agents.size()) {
            warn(
                    "rule-agents",
                    rule,
                    "LiveKit sends agents into its rooms, and so do we. Ours counts the one that it finds, but LiveKit"
                            + " launches it again after a restart: carry one only to answer while we are down, and else"
                            + " leave agents out of the rule.");
        }
    }

    private void warn(String code, After about, String detail) {
        warnings.add(new SipWarning(code, about.words(), detail));
    }

    private static String names(List<After> trunks) {
        return trunks.stream().map(After::words).collect(Collectors.joining(", "));
    }

    /** As LiveKit compares the numbers of trunks. */
    private static String normal(String number) {
        String bare = number.replaceAll("[\\s()-]", "");
        return bare.matches("\\d+") ? "+" + bare : bare;
    }
}
