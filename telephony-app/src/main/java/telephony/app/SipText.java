package telephony.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import telephony.sip.SipApplied;
import telephony.sip.SipChange;
import telephony.sip.SipEntry;
import telephony.sip.SipPlan;

/** Trunks, rules and plans in lines for people. Secrets are never in them. */
final class SipText {

    private static final String INDENT = "      ";

    private SipText() {}

    static List<String> entries(List<SipEntry> entries) {
        List<String> lines = new ArrayList<>();
        for (SipEntry entry : entries) {
            lines.add(entry.words() + ", "
                    + entry.keeper().map(set -> "kept by set '" + set + "'").orElse("not ours"));
            entry.settings().plain().forEach((name, value) -> lines.add(INDENT + name + ": " + value));
        }
        lines.add(entries.isEmpty() ? "LiveKit has no trunks and no dispatch rules." : entries.size() + " in all");
        return lines;
    }

    static List<String> plan(SipPlan plan) {
        List<String> lines = new ArrayList<>();
        lines.add("set '" + plan.set() + "'");
        for (SipChange change : plan.changes()) {
            lines.add(mark(change) + " " + words(change));
            change.differences().forEach(difference -> lines.add(INDENT + difference));
        }
        plan.warnings().forEach(warning -> lines.add("warning: " + warning.about() + ": " + warning.detail()));
        lines.add(
                plan.isNothingToDo()
                        ? "Nothing to do."
                        : String.format(
                                Locale.ROOT,
                                "%d to create, %d to update, %d to delete, %d as wanted, %d refused.",
                                count(plan, "create"),
                                count(plan, "update"),
                                count(plan, "delete"),
                                count(plan, "nothing"),
                                count(plan, "refused")));
        return lines;
    }

    /** What LiveKit was asked, and what it answered. */
    static List<String> steps(SipApplied applied) {
        return applied.steps().stream()
                .map(step -> (step.isDone() ? "done: " : "failed: ")
                        + step.change().action() + " " + of(step.change())
                        + (step.isDone() ? "" : ": " + step.detail()))
                .toList();
    }

    private static String words(SipChange change) {
        if (change instanceof SipChange.Refused refused) {
            return "refused (" + refused.code() + ") " + of(change) + ": " + refused.reason();
        }
        boolean adopted = change instanceof SipChange.Update update && update.adopted();
        String action = change instanceof SipChange.Nothing ? "as wanted" : change.action();
        return action + " " + of(change) + (adopted ? ", which becomes ours" : "");
    }

    private static String of(SipChange change) {
        return change.kind().words() + " '" + change.name() + "'";
    }

    private static char mark(SipChange change) {
        return switch (change.action()) {
            case "create" -> '+';
            case "update" -> '~';
            case "delete" -> '-';
            case "refused" -> '!';
            default -> ' ';
        };
    }

    private static long count(SipPlan plan, String action) {
        return plan.changes().stream()
                .filter(change -> change.action().equals(action))
                .count();
    }
}
