package telephony.directory.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static telephony.directory.decision.RoutingDesk.ACME;
import static telephony.directory.decision.RoutingDesk.LAST;
import static telephony.directory.decision.RoutingDesk.NUMBER;
import static telephony.directory.decision.RoutingDesk.PARIS;
import static telephony.directory.decision.RoutingDesk.agent;
import static telephony.directory.decision.RoutingDesk.campaign;
import static telephony.directory.decision.RoutingDesk.number;
import static telephony.directory.decision.RoutingDesk.off;
import static telephony.directory.decision.RoutingDesk.office;
import static telephony.directory.decision.RoutingDesk.tenant;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import telephony.directory.OpeningHours.Outside;
import telephony.directory.decision.DirectoryPolicy.UnknownNumbers;
import telephony.routing.AgentConfig;
import telephony.routing.RoomMetadata;
import telephony.routing.RoutingDecision;
import telephony.routing.RoutingStep;
import telephony.routing.Rung;

class CampaignsAndOverridesTest {

    private static final Instant OPEN = Instant.parse("2026-07-13T10:00:00Z");
    private static final Instant CLOSED = Instant.parse("2026-07-13T20:00:00Z");
    private static final Instant HOLIDAY = Instant.parse("2026-07-14T10:00:00Z");

    private final RoutingDesk desk = new RoutingDesk();

    @BeforeEach
    void fill() {
        desk.with(
                tenant(ACME, null),
                agent("desk", ACME),
                agent("spring", ACME),
                agent("night", ACME),
                number(ACME, "desk"));
        desk.at = OPEN;
    }

    @Test
    void anOpenCampaignShouldAnswerBeforeTheNumbersAgentsAndHandOnItsMetadata() {
        desk.with(campaign("c1", ACME, "spring", office(Outside.REJECT)));

        assertThat(desk.decide(NUMBER))
                .isEqualTo(new RoutingDecision.Dispatch(
                        AgentConfig.named("lk-spring"),
                        "spring",
                        "campaign",
                        ACME,
                        "c1",
                        Map.of("about", "c1"),
                        List.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-07-01T00:00:00Z, 2026-07-13T10:00:00Z, number desk",
        "2026-07-01T00:00:00Z, 2026-07-13T10:00:00.001Z, campaign spring",
        "2026-07-13T10:00:00Z, , campaign spring",
        "2026-07-13T10:00:00.001Z, , number desk"
    })
    void aCampaignShouldAnswerFromItsFirstInstantToItsLast(Instant from, Instant until, String decided) {
        desk.with(campaign("c1", "spring", from, until));

        assertThat(desk.decided()).isEqualTo(decided);
    }

    @Test
    void aClosedCampaignShouldDoWhatItSaysOfOtherTimesAndOnHolidays() {
        for (Instant at : List.of(CLOSED, HOLIDAY)) {
            desk.at = at;
            desk.with(campaign("c1", ACME, "spring", office(Outside.GO_ON)));
            assertThat(desk.decided()).isEqualTo("number desk");
            assertThat(desk.decide(NUMBER).campaignId())
                    .as("as if it were not its")
                    .isNull();

            desk.with(campaign("c1", ACME, "spring", office(Outside.agent("night"))));
            assertThat(desk.decided()).isEqualTo("outside-hours night");
            assertThat(desk.decide(NUMBER).campaignId()).isEqualTo("c1");

            desk.with(campaign("c1", ACME, "spring", office(Outside.REJECT)));
            assertThat(desk.decide(NUMBER)).isEqualTo(new RoutingDecision.Reject("outside-hours", ACME, "c1"));
        }
    }

    @Test
    void aClosedCampaignShouldHandTheCallerOnToANumberBeforeAnyAgent() {
        desk.at = CLOSED;
        desk.with(campaign("c1", ACME, "spring", office(Outside.number("+33140000000"))));

        RoutingDecision.Dispatch route = (RoutingDecision.Dispatch) desk.decide(NUMBER);

        assertThat(route.reason()).isEqualTo("outside-hours");
        assertThat(route.personFirst()).isTrue();
        assertThat(route.onAgentMissing()).containsExactly(new Rung.BringIn("+33140000000"));
        assertThat(route.agentId()).as("where no phone can be made to ring").isEqualTo("spring");

        desk.with(off(agent("spring", ACME)));
        assertThat(desk.decide(NUMBER).agent()).contains(LAST);
    }

    @Test
    void aClosedCampaignWhoseOtherAgentIsOffShouldLeaveItToTheNumber() {
        desk.at = CLOSED;
        desk.with(off(agent("night", ACME)), campaign("c1", ACME, "spring", office(Outside.agent("night"))));

        assertThat(desk.decided()).isEqualTo("number desk");
    }

    @Test
    void anOpenCampaignWhoseAgentIsOffShouldLeaveItToTheNumberAndKeepTheCall() {
        desk.with(off(agent("spring", ACME)), campaign("c1", ACME, "spring", null));

        assertThat(desk.decided()).isEqualTo("number desk");
        assertThat(desk.decide(NUMBER).campaignId()).isEqualTo("c1");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-07-13T10:00:00Z, campaign spring, day",
        "2026-07-13T17:00:00Z, campaign night, evening",
        "2026-07-13T23:00:00Z, outside-hours rejected, day"
    })
    void aCampaignThatIsOpenShouldAnswerThoughAnotherOfTheNumberIsClosed(Instant at, String decided, String id) {
        desk.at = at;
        desk.with(
                campaign("day", ACME, "spring", RoutingDesk.hours(PARIS, "09:00-17:00", List.of(), Outside.REJECT)),
                campaign(
                        "evening",
                        ACME,
                        "night",
                        RoutingDesk.hours(PARIS, "17:00-22:00", List.of(), Outside.agent("night"))));

        assertThat(desk.decided()).isEqualTo(decided);
        assertThat(desk.decide(NUMBER).campaignId()).isEqualTo(id);
    }

    @Test
    void theStepsShouldTellWhatTheClockShowed() {
        desk.at = CLOSED;
        desk.with(campaign("c0", "spring", null, OPEN), campaign("c1", ACME, "spring", office(Outside.agent("night"))));

        assertThat(desk.steps())
                .contains(
                        new RoutingStep("campaign c0", "ended at 2026-07-13T10:00:00Z"),
                        new RoutingStep(
                                "campaign c1",
                                "closed, monday 22:00 in Europe/Paris; agent night answers",
                                "outside-hours"));
    }

    private void attribute(String agentAttribute, String tenantAttribute) {
        desk.policy =
                new DirectoryPolicy(agentAttribute, tenantAttribute, null, null, null, LAST, UnknownNumbers.DEFAULT);
    }

    @Test
    void anAttributeShouldNameTheAgentOnlyWhereThatIsWanted() {
        desk.with(campaign("c1", ACME, "spring", null));
        desk.attributes.put("telephony.agent", "night");
        assertThat(desk.decided()).as("off unless it is set").isEqualTo("campaign spring");

        attribute("telephony.agent", null);

        assertThat(desk.decided()).isEqualTo("override night");
        assertThat(desk.decide(NUMBER).campaignId()).isEqualTo("c1");
    }

    @Test
    void s26AnAttributeShouldReachNoAgentOfAnotherTenantAndNoneThatIsOff() {
        attribute("telephony.agent", null);
        desk.with(tenant("beta", null), agent("theirs", "beta"), agent("nobodys", null), off(agent("night", ACME)));

        for (String id : new String[] {"theirs", "nobodys", "ghost", "night", ""}) {
            desk.attributes.put("telephony.agent", id);
            assertThat(desk.decided()).as(id).isEqualTo("number desk");
        }
        desk.attributes.put("telephony.agent", "theirs");
        RoutingStep theirs = desk.steps().get(3);
        desk.attributes.put("telephony.agent", "ghost");
        RoutingStep ghost = desk.steps().get(3);
        assertThat(theirs.said().replace("theirs", "X"))
                .as("what is another tenant's is told as what is not there")
                .isEqualTo(ghost.said().replace("ghost", "X"));
    }

    @Test
    void s26ATenantByAttributeShouldCountOnlyWhereTheNumberIsNobodys() {
        attribute(null, "telephony.tenant");
        desk.with(tenant("beta", "theirs"), agent("theirs", "beta"));
        desk.attributes.put("telephony.tenant", "beta");

        assertThat(desk.decide(NUMBER).tenantId()).as("the number's").isEqualTo(ACME);
        RoutingDecision unlisted = desk.decide("+15550000000");
        assertThat(RoutingDesk.word(unlisted)).isEqualTo("tenant-default theirs");
        assertThat(unlisted.tenantId()).isEqualTo("beta");

        desk.attributes.put("telephony.tenant", "ghost");
        assertThat(desk.decide("+15550000000").tenantId()).isNull();
    }

    private void tenantByAttributeOrRoom() {
        desk.policy =
                new DirectoryPolicy(null, "telephony.tenant", "tenant_id", null, null, LAST, UnknownNumbers.DEFAULT);
        desk.with(tenant("beta", "theirs"), agent("theirs", "beta"));
    }

    @Test
    void theRoomShouldNameTheTenantOnlyWhereThatIsWanted() {
        desk.room = RoomMetadata.of(Map.of("tenant_id", "beta"));
        desk.with(tenant("beta", "theirs"), agent("theirs", "beta"));
        assertThat(desk.decide("+15550000000").tenantId())
                .as("off unless it is set")
                .isNull();

        tenantByAttributeOrRoom();

        RoutingDecision unlisted = desk.decide("+15550000000");
        assertThat(RoutingDesk.word(unlisted)).isEqualTo("tenant-default theirs");
        assertThat(unlisted.tenantId()).isEqualTo("beta");
        assertThat(desk.decide(NUMBER).tenantId()).as("the number's").isEqualTo(ACME);
        desk.room = RoomMetadata.of(Map.of("tenantId", "beta"));
        assertThat(desk.decide("+15550000000").tenantId()).as("another member").isNull();
    }

    @Test
    void anAttributeShouldNameTheTenantBeforeTheRoomDoes() {
        tenantByAttributeOrRoom();
        desk.room = RoomMetadata.of(Map.of("tenant_id", ACME));
        desk.attributes.put("telephony.tenant", "beta");
        assertThat(desk.decide("+15550000000").tenantId()).isEqualTo("beta");

        desk.attributes.put("telephony.tenant", "ghost");
        assertThat(desk.decide("+15550000000").tenantId()).isNull();

        desk.attributes.clear();
        assertThat(desk.decide("+15550000000").tenantId()).isEqualTo(ACME);
    }

    @Test
    void metadataThatCannotBeReadShouldSayNothingAndTellIt() {
        tenantByAttributeOrRoom();
        desk.with(RoutingDesk.number(null));

        desk.room = RoomMetadata.unreadable("it is no JSON object");
        assertThat(desk.steps())
                .contains(new RoutingStep("tenant", "the room's metadata says nothing: it is no JSON object"));
        assertThat(desk.decide(NUMBER).tenantId()).isNull();

        desk.room = RoomMetadata.of(Map.of("tenant_id", "<x>\n" + "y".repeat(100)));
        assertThat(desk.steps())
                .contains(new RoutingStep(
                        "tenant",
                        "<x>?" + "y".repeat(60)
                                + "..., by tenant_id of the room's metadata, is not in the directory, so the"
                                + " call is no tenant's"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sip.h.x-agent", "sip.phoneNumber", "lktest.id"})
    void anAttributeThatCallersCanWriteShouldBeRefused(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> attribute(name, null));
        assertThatIllegalArgumentException().isThrownBy(() -> attribute(null, name));
    }
}
