package telephony.guard;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import telephony.call.CallId;
import telephony.outbound.Dial;

/** Dials, each with one thing of its own; all else is as in {@link #call}. */
record Dials(
        int call,
        String to,
        @Nullable String from,
        @Nullable String campaign,
        @Nullable String tenant,
        Dial.Kind kind,
        Dial.Phase phase,
        Duration ringing,
        Duration longest,
        Map<String, Object> compliance) {

    static final Map<String, Object> INFORMATIONAL =
            Map.of("purpose", "informational", "consent", Map.of("record", "crm-17", "form", "express"));
    static final Map<String, Object> MARKETING =
            Map.of("purpose", "marketing", "consent", Map.of("record", "crm-18", "form", "written"));

    /** The commit of a call with consent, of the tenant acme, that rings 30 s and lasts 10 min at most. */
    static Dials call(int call) {
        return new Dials(
                call,
                GuardDesk.NUMBER,
                GuardDesk.FROM,
                null,
                "acme",
                Dial.Kind.CALL,
                Dial.Phase.COMMIT,
                Duration.ofSeconds(30),
                Duration.ofMinutes(10),
                INFORMATIONAL);
    }

    static Dial first() {
        return call(1).dial();
    }

    Dials to(String number) {
        return new Dials(call, number, from, campaign, tenant, kind, phase, ringing, longest, compliance);
    }

    Dials from(@Nullable String number) {
        return new Dials(call, to, number, campaign, tenant, kind, phase, ringing, longest, compliance);
    }

    Dials of(@Nullable String name) {
        return new Dials(call, to, from, name, tenant, kind, phase, ringing, longest, compliance);
    }

    Dials ofTenant(@Nullable String name) {
        return new Dials(call, to, from, campaign, name, kind, phase, ringing, longest, compliance);
    }

    Dials kind(Dial.Kind other) {
        return new Dials(call, to, from, campaign, tenant, other, phase, ringing, longest, compliance);
    }

    Dials ordered() {
        return new Dials(call, to, from, campaign, tenant, kind, Dial.Phase.ORDER, ringing, longest, compliance);
    }

    Dials lasting(Duration ring, Duration most) {
        return new Dials(call, to, from, campaign, tenant, kind, phase, ring, most, compliance);
    }

    Dials with(Map<String, Object> terms) {
        return new Dials(call, to, from, campaign, tenant, kind, phase, ringing, longest, terms);
    }

    Dial dial() {
        return new Dial(
                new CallId(new UUID(7, call)),
                1,
                kind,
                phase,
                to,
                from,
                null,
                tenant,
                campaign,
                ringing,
                longest,
                Map.of(DialTerms.KEY, compliance));
    }
}
