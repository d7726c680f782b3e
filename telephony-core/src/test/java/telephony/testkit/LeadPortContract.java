package telephony.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import telephony.lead.Lead;
import telephony.lead.LeadPort;
import telephony.lead.LeadQuery;
import telephony.lead.Meeting;
import telephony.store.Page;

/** What every keeping of leads must do. */
public interface LeadPortContract {

    /** How many threads race. */
    int THREADS = 8;

    /** How many calls each of them tells of. */
    int TELLINGS = 10;

    /** A caller. */
    String ANN = "+15551230001";

    /** With nothing in it. */
    LeadPort newLeads();

    private static Meeting call(@Nullable String tenant, String number, String callKey, long second) {
        return new Meeting(tenant, number, null, null, callKey, Calls.START.plusSeconds(second));
    }

    private static Meeting named(@Nullable String name, @Nullable String campaign, String callKey, long second) {
        return new Meeting("acme", ANN, name, campaign, callKey, Calls.START.plusSeconds(second));
    }

    private static LeadQuery query(
            @Nullable String tenant, @Nullable String number, @Nullable String campaign, int limit) {
        return new LeadQuery(tenant, number, campaign, limit, null);
    }

    /** Every lead that fits, page by page. */
    private static List<Lead> all(LeadPort leads, LeadQuery query) {
        List<Lead> all = new ArrayList<>();
        Page<Lead> page = leads.page(query);
        all.addAll(page.items());
        while (page.nextCursor() != null) {
            page = leads.page(new LeadQuery(
                    query.tenantId(), query.number(), query.campaignId(), query.limit(), page.nextCursor()));
            all.addAll(page.items());
        }
        return all;
    }

    @Test
    default void nothingShouldBeFoundWhereNothingIs() {
        LeadPort leads = newLeads();

        assertThat(leads.find("nobody")).isEmpty();
        assertThat(leads.page(query(null, null, null, 10))).isEqualTo(new Page<>(List.of(), null));
        assertThat(leads.forgetMeetings(Calls.START, 10)).isZero();
        assertThat(leads.toldUntil()).isEmpty();
    }

    @Test
    default void metShouldMakeALeadOfWhoIsMetFirst() {
        LeadPort leads = newLeads();

        Lead lead = leads.met(named("Ann", "spring", "call1", 5));

        assertThat(lead).isEqualTo(Lead.first(lead.id(), named("Ann", "spring", "call1", 5)));
        assertThat(lead.calls()).isOne();
        assertThat(leads.find(lead.id())).contains(lead);
    }

    @Test
    default void metShouldCountEachCallOnce() {
        LeadPort leads = newLeads();
        leads.met(call("acme", ANN, "call1", 0));
        leads.met(call("acme", ANN, "call2", 1));

        Lead again = leads.met(named("Other", "autumn", "call1", 9));

        assertThat(again.calls()).isEqualTo(2);
        assertThat(again.lastAt()).isEqualTo(Calls.START.plusSeconds(1));
        assertThat(again.name()).isNull();
        assertThat(again.campaignId()).isNull();
        assertThat(leads.met(call("acme", ANN, "call2", 1))).isEqualTo(again);
        assertThat(leads.find(again.id())).contains(again);
    }

    @Test
    default void metShouldKeepTheNameAndTheCampaignOfTheLatestCallThatHasThem() {
        LeadPort leads = newLeads();
        leads.met(named("Ann", "spring", "call1", 10));
        leads.met(named(null, null, "call2", 20));
        Lead lead = leads.met(named("Anna", "summer", "call3", 30));
        assertThat(lead.name()).isEqualTo("Anna");
        assertThat(lead.campaignId()).isEqualTo("summer");

        Lead afterLate = leads.met(named("Annie", "winter", "call0", 1));

        assertThat(afterLate)
                .isEqualTo(new Lead(
                        lead.id(),
                        "acme",
                        ANN,
                        "Anna",
                        "summer",
                        4,
                        Calls.START.plusSeconds(1),
                        Calls.START.plusSeconds(30),
                        4));
    }

    @Test
    default void aLateCallShouldGiveANameAndACampaignToWhoHasNone() {
        LeadPort leads = newLeads();
        leads.met(named(null, null, "call2", 20));

        Lead lead = leads.met(named("Ann", "spring", "call1", 10));

        assertThat(lead.name()).isEqualTo("Ann");
        assertThat(lead.campaignId()).isEqualTo("spring");
        assertThat(all(leads, query("acme", null, "spring", 5))).containsExactly(lead);
    }

    @Test
    default void tenantsShouldNotShareALeadNorACallsKey() {
        LeadPort leads = newLeads();

        Lead acme = leads.met(call("acme", ANN, "call1", 0));
        Lead zenith = leads.met(call("zenith", ANN, "call1", 0));
        Lead nobodys = leads.met(call(null, ANN, "call1", 0));
        Lead again = leads.met(call(null, ANN, "call2", 0));

        assertThat(List.of(acme.id(), zenith.id(), nobodys.id())).doesNotHaveDuplicates();
        assertThat(again.id()).isEqualTo(nobodys.id());
        assertThat(again.calls()).isEqualTo(2);
        assertThat(leads.find(acme.id())).contains(acme);
        assertThat(leads.find(zenith.id())).contains(zenith);
    }

    @Test
    default void oneCallKeyOfTwoNumbersShouldBeTwoLeads() {
        LeadPort leads = newLeads();

        Lead one = leads.met(call("acme", ANN, "call1", 0));
        Lead other = leads.met(call("acme", "+15551230002", "call1", 0));

        assertThat(other.id()).isNotEqualTo(one.id());
        assertThat(other.calls()).isOne();
    }

    @Test
    default void oddTextsShouldComeBackWhole() {
        LeadPort leads = newLeads();
        Meeting odd = new Meeting(
                "tenant ' or 1=1\u0000",
                "anon'; DROP TABLE x; --\u0000😀",
                "Łukasz \"\\' 😀",
                "camp\\aign\u0000",
                "key' \u0000",
                Calls.START.plusMillis(123));

        Lead lead = leads.met(odd);

        assertThat(lead).isEqualTo(Lead.first(lead.id(), odd));
        assertThat(leads.find(lead.id())).contains(lead);
        assertThat(leads.met(odd)).isEqualTo(lead);
        assertThat(all(leads, query(odd.tenantId(), odd.number(), odd.campaignId(), 5)))
                .containsExactly(lead);
    }

    @Test
    default void pagesShouldShowEveryLeadOnceInTheOrderOfIds() {
        LeadPort leads = newLeads();
        List<Lead> made = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            made.add(leads.met(call(i % 2 == 0 ? "acme" : null, "+1555123000" + i, "call", i)));
        }

        assertThat(all(leads, query(null, null, null, 3)))
                .isSortedAccordingTo((one, other) -> one.id().compareTo(other.id()))
                .containsExactlyInAnyOrderElementsOf(made);
        assertThat(all(leads, query("acme", null, null, 3))).hasSize(4).allMatch(lead -> "acme"
                .equals(lead.tenantId()));
        assertThat(leads.page(query(null, null, null, 7)).items()).hasSize(7);
    }

    @Test
    default void filtersShouldHoldTogether() {
        LeadPort leads = newLeads();
        leads.met(named(null, "spring", "call1", 0));
        Lead moved = leads.met(named(null, "autumn", "call2", 1));
        Lead zenith = leads.met(new Meeting("zenith", ANN, null, "autumn", "call3", Calls.START));
        Lead other = leads.met(new Meeting("acme", "+15551230009", null, "autumn", "call4", Calls.START));

        assertThat(all(leads, query(null, null, "spring", 5))).isEmpty();
        assertThat(all(leads, query(null, null, "autumn", 5))).containsExactlyInAnyOrder(moved, zenith, other);
        assertThat(all(leads, query(null, ANN, null, 5))).containsExactlyInAnyOrder(moved, zenith);
        assertThat(all(leads, query("acme", null, "autumn", 1))).containsExactlyInAnyOrder(moved, other);
        assertThat(all(leads, query("acme", ANN, "autumn", 5))).containsExactly(moved);
        assertThat(all(leads, query("acme", "+1555", null, 5))).isEmpty();
    }

    @Test
    default void forgettingMeetingsShouldGoByTheirTimeAndLeaveTheLeads() {
        LeadPort leads = newLeads();
        for (int i = 0; i < 3; i++) {
            leads.met(call("acme", ANN, "call" + i, i));
        }

        assertThat(leads.forgetMeetings(Calls.START.plusSeconds(2), 1)).isOne();
        assertThat(leads.forgetMeetings(Calls.START.plusSeconds(2), 5)).isOne();

        assertThat(leads.met(call("acme", ANN, "call2", 2)).calls()).isEqualTo(3);
        assertThat(leads.met(call("acme", ANN, "call0", 0)).calls()).isEqualTo(4);
    }

    @Test
    default void toldUntilShouldNeverGoBack() {
        LeadPort leads = newLeads();
        Instant late = Calls.START.plusSeconds(60);

        leads.told(late);
        leads.told(Calls.START);

        assertThat(leads.toldUntil()).contains(late);
        leads.told(late.plusMillis(1));
        assertThat(leads.toldUntil()).contains(late.plusMillis(1));
    }

    @Test
    default void ofManyWhoTellOfTheSameCallsEachShouldCountOnce() throws InterruptedException {
        LeadPort leads = newLeads();

        Race.run(THREADS, racer -> {
            for (int i = 0; i < TELLINGS; i++) {
                leads.met(call("acme", ANN, "call" + i, i));
                leads.met(call("acme", ANN, "call of " + racer + " " + i, i));
            }
        });

        List<Lead> made = leads.page(query(null, null, null, 10)).items();
        assertThat(made).hasSize(1);
        assertThat(made.get(0).calls()).isEqualTo(TELLINGS + (long) THREADS * TELLINGS);
        assertThat(made.get(0).version()).isEqualTo(made.get(0).calls());
    }

    @Test
    default void anOddTimeZoneShouldChangeNothing() {
        TimeZone before = TimeZone.getDefault();
        try {
            LeadPort leads = newLeads();
            TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
            Lead lead = leads.met(call("acme", ANN, "call1", 0));
            leads.told(Calls.START);
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));

            assertThat(leads.find(lead.id())).contains(lead);
            assertThat(leads.toldUntil()).contains(Calls.START);
        } finally {
            TimeZone.setDefault(before);
        }
    }
}
