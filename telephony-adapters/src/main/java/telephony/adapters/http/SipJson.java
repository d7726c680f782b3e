package telephony.adapters.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import telephony.sip.SipApplied;
import telephony.sip.SipChange;
import telephony.sip.SipDifference;
import telephony.sip.SipEntry;
import telephony.sip.SipKind;
import telephony.sip.SipPlan;
import telephony.sip.SipWarning;

/** How trunks, rules and plans look in our JSON, over HTTP and on the command line. Secrets are never in it. */
public final class SipJson {

    private SipJson() {}

    /** A list, which is always whole: LiveKit has few of them, and no pages. */
    public static ObjectNode entries(List<SipEntry> entries) {
        return Json.page(entries, null, SipJson::entry);
    }

    /** One trunk or rule: {@code id}, {@code name}, {@code direction}, {@code keptBy}, and the settings that are set. */
    static ObjectNode entry(SipEntry entry) {
        ObjectNode json = Json.object().put("id", entry.id()).put("name", entry.name());
        if (entry.kind().isTrunk()) {
            json.put("direction", entry.kind() == SipKind.INBOUND_TRUNK ? "inbound" : "outbound");
        }
        json.put("keptBy", entry.keptBy());
        entry.settings().plain().forEach((name, value) -> json.set(name, Json.value(value)));
        return json;
    }

    /** {@code set}, {@code nothingToDo}, {@code refused}, {@code changes} with their differences, {@code warnings}. */
    public static ObjectNode plan(SipPlan plan) {
        ObjectNode json = Json.object()
                .put("set", plan.set())
                .put("nothingToDo", plan.isNothingToDo())
                .put("refused", plan.isRefused());
        json.set("changes", Json.array(plan.changes(), SipJson::change));
        json.set("warnings", Json.array(plan.warnings(), SipJson::warning));
        return json;
    }

    /** {@code result}, {@code steps} with LiveKit's answers, and the {@code plan} that was carried out. */
    public static ObjectNode applied(SipApplied applied) {
        ObjectNode json = Json.object().put("result", Json.word(applied.verdict()));
        json.set("steps", Json.array(applied.steps(), SipJson::step));
        json.set("plan", plan(applied.plan()));
        return json;
    }

    /** Where a trunk or rule stands in a document. */
    static String pointer(SipChange change) {
        String section =
                switch (change.kind()) {
                    case INBOUND_TRUNK -> "inboundTrunks";
                    case OUTBOUND_TRUNK -> "outboundTrunks";
                    case DISPATCH_RULE -> "dispatchRules";
                };
        return "/" + section + "/" + change.name().replace("~", "~0").replace("/", "~1");
    }

    private static ObjectNode change(SipChange change) {
        ObjectNode json = Json.object()
                .put("action", change.action())
                .put("kind", Json.word(change.kind()))
                .put("name", change.name());
        if (change instanceof SipChange.Update update) {
            json.put("id", update.present().id()).put("adopted", update.adopted());
        } else if (change instanceof SipChange.Delete delete) {
            json.put("id", delete.present().id());
        } else if (change instanceof SipChange.Nothing nothing) {
            json.put("id", nothing.present().id());
        } else if (change instanceof SipChange.Refused refused) {
            json.put("code", refused.code()).put("reason", refused.reason());
        }
        List<SipDifference> differences = change.differences();
        json.set("differences", Json.array(differences, SipJson::difference));
        return json;
    }

    private static ObjectNode difference(SipDifference difference) {
        ObjectNode json = Json.object().put("setting", difference.setting());
        json.set("before", Json.value(difference.before()));
        json.set("after", Json.value(difference.after()));
        return json;
    }

    private static ObjectNode warning(SipWarning warning) {
        return Json.object()
                .put("code", warning.code())
                .put("about", warning.about())
                .put("detail", warning.detail());
    }

    private static ObjectNode step(SipApplied.Step step) {
        return Json.object()
                .put("action", step.change().action())
                .put("kind", Json.word(step.change().kind()))
                .put("name", step.change().name())
                .put("answer", Json.word(step.kind()))
                .put("detail", step.detail());
    }
}
