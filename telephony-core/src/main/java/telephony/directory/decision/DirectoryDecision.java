package telephony.directory.decision;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import telephony.directory.Agent;
import telephony.directory.Campaign;
import telephony.directory.DirectoryNumber;
import telephony.directory.DirectorySnapshot;
import telephony.directory.OpeningHours.Outside;
import telephony.directory.OpeningHours.Then;
import telephony.directory.Tenant;
import telephony.routing.AgentConfig;
import telephony.routing.RoutingDecision;
import telephony.routing.RoutingDecision.Dispatch;
import telephony.routing.RoutingRequest;
import telephony.routing.RoutingStep;

/**
 * One decision from one state of the directory: rule after rule is asked, and the first that speaks decides. Pure, but for the
 * counts of {@link AgentLoad}; total; for one thread.
 */
final class DirectoryDecision {

    private static final String LAST = "unknown numbers";

    private final DirectorySnapshot directory;
    private final DirectoryPolicy policy;
    private final OpeningTimes times;
    private final AgentLoad load;
    private final RoutingRequest request;
    private final Consumer<RoutingStep> told;

    private final @Nullable DirectoryNumber number;
    private final List<Campaign> campaignsOfNumber;
    private @Nullable String tenantId;
    private @Nullable Campaign campaign;

    DirectoryDecision(
            DirectoryRouting rules, DirectorySnapshot directory, RoutingRequest request, Consumer<RoutingStep> told) {
        this.directory = directory;
        this.policy = rules.policy();
        this.times = rules.times();
        this.load = rules.load();
        this.request = request;
        this.told = told;
        this.number =
                request.to() == null ? null : directory.number(request.to()).orElse(null);
        this.campaignsOfNumber = number == null ? List.of() : directory.campaignsOf(number.number());
    }

    /**
     * Decides.
     *
     * @param others the rules behind the directory; null = there are none
     */
    RoutingDecision decide(@Nullable OtherRules others) {
        if (directory.revision() == 0) {
            told.accept(new RoutingStep("directory", "is empty"));
        } else {
            told.accept(new RoutingStep("directory", "as of revision " + directory.revision()));
            tellNumber();
        }
        tenantId = tenant();
        CampaignChoice campaigns = CampaignChoice.of(directory, campaignsOfNumber, times, request.at());
        campaign = campaigns.campaign();
        return override().or(() -> ofCampaign(campaigns)).orElseGet(() -> beyondCampaigns(others));
    }

    private RoutingDecision beyondCampaigns(@Nullable OtherRules others) {
        return ofNumber()
                .or(this::tenantDefault)
                .or(() -> others == null
                        ? Optional.empty()
                        : owned(others.listed().explain(request, told)))
                .orElseGet(() -> ofNobody(others));
    }

    /** Nobody said anything of this call in particular. */
    private RoutingDecision ofNobody(@Nullable OtherRules others) {
        String standIn = policy.defaultTenantId();
        if (tenantId == null && standIn != null) {
            tenantId = standIn;
            told.accept(new RoutingStep("tenant", standIn + ", by default"));
        }
        return systemDefault()
                .or(() -> others == null
                        ? Optional.empty()
                        : owned(others.unlisted().explain(request, told)))
                .orElseGet(this::last);
    }

    private void tellNumber() {
        String dialled = request.to();
        if (dialled == null) {
            told.accept(new RoutingStep("number", "the dialled number is not known"));
        } else if (number == null) {
            told.accept(new RoutingStep("number " + RoutingStep.shown(dialled), "is not in the directory"));
        } else {
            told.accept(new RoutingStep(
                    "number " + dialled,
                    "is in the directory, agents: " + number.agentIds().size() + ", campaigns: "
                            + campaignsOfNumber.size()));
        }
    }

    /** The number's tenant is certain; an attribute speaks only where the number does not, the room only where neither does. */
    private @Nullable String tenant() {
        if (number != null && number.tenantId() != null) {
            told.accept(new RoutingStep("tenant", number.tenantId() + ", by the number"));
            return number.tenantId();
        }
        String attribute = policy.tenantAttribute();
        String named = attribute == null ? null : request.attributes().get(attribute);
        return named == null ? tenantOfRoom() : tenantIfKnown(named, "attribute " + attribute);
    }

    private @Nullable String tenantOfRoom() {
        String member = policy.tenantMember();
        if (member == null) {
            return null;
        }
        String flaw = request.roomMetadata().flaw();
        if (flaw != null) {
            told.accept(new RoutingStep("tenant", "the room's metadata says nothing: " + flaw));
        }
        String named = request.roomMetadata().texts().get(member);
        return named == null ? null : tenantIfKnown(named, member + " of the room's metadata");
    }

    private @Nullable String tenantIfKnown(String named, String by) {
        boolean known = directory.tenant(named).isPresent();
        told.accept(new RoutingStep(
                "tenant",
                RoutingStep.shown(named) + ", by " + by
                        + (known ? "" : ", is not in the directory, so the call is no tenant's")));
        return known ? named : null;
    }

    private Optional<RoutingDecision> override() {
        String attribute = policy.agentAttribute();
        String named = attribute == null ? null : request.attributes().get(attribute);
        if (named == null) {
            return Optional.empty();
        }
        String asked = "attribute " + attribute;
        Optional<Agent> agent = directory.agent(named).filter(found -> Objects.equals(found.tenantId(), tenantId));
        if (agent.isEmpty()) {
            // Whether it is another tenant's is nobody's business who can only read this tenant's calls.
            told.accept(new RoutingStep(
                    asked, RoutingStep.shown(named) + " is no agent of this call's tenant: it is not followed"));
            return Optional.empty();
        }
        if (!agent.get().isActive()) {
            told.accept(new RoutingStep(asked, "agent " + named + " is not active: it is not followed"));
            return Optional.empty();
        }
        return sent(RouteReason.OVERRIDE, agent.get(), asked, "agent " + named + " answers");
    }

    private Optional<RoutingDecision> ofCampaign(CampaignChoice choice) {
        Outside outside = choice.outside();
        Agent agent = choice.agent();
        RouteReason reason = outside == null ? RouteReason.CAMPAIGN : RouteReason.OUTSIDE_HOURS;
        boolean decides = agent != null || outside != null;
        CampaignChoice.Said deciding = null;
        for (CampaignChoice.Said said : choice.steps()) {
            if (decides && said.id().equals(campaignId())) {
                deciding = said;
            } else {
                told.accept(new RoutingStep("campaign " + said.id(), said.said()));
            }
        }
        if (deciding != null) {
            // Told last, for the last step is the one that decides.
            told.accept(new RoutingStep("campaign " + deciding.id(), deciding.said(), reason.word()));
        }
        if (agent != null) {
            return Optional.of(dispatch(reason, agent));
        }
        if (outside == null) {
            return Optional.empty();
        }
        return outside.then() == Then.NUMBER
                ? Optional.of(handedOn(String.valueOf(outside.target())))
                : Optional.of(new RoutingDecision.Reject(reason.word(), tenantId, campaignId()));
    }

    /** The person first; where no phone can be made to ring, the campaign's agent after all rather than nobody. */
    private RoutingDecision handedOn(String to) {
        Optional<Agent> own = Optional.ofNullable(campaign)
                .flatMap(closed -> directory.agent(closed.agentId()))
                .filter(Agent::isActive);
        return new Dispatch(
                        own.map(Agent::config).orElse(policy.lastAgent()),
                        own.map(Agent::id).orElse(null),
                        RouteReason.OUTSIDE_HOURS.word(),
                        tenantId,
                        campaignId(),
                        metadata(),
                        List.of())
                .withPersonFirst(to);
    }

    private Optional<RoutingDecision> ofNumber() {
        if (number == null) {
            return Optional.empty();
        }
        List<Agent> active = directory.activeAgents(number);
        if (active.isEmpty()) {
            int all = number.agentIds().size();
            told.accept(
                    new RoutingStep("agents of the number", all == 0 ? "there are none" : "none is active of " + all));
            return Optional.empty();
        }
        Agent first = leastBusy(active);
        return sent(
                RouteReason.NUMBER,
                first,
                "agents of the number",
                "agent " + first.id() + " answers, priority " + first.priority() + ", one of " + active.size()
                        + " active");
    }

    /** Of those with the first priority; the number's order decides among those with as many calls. */
    private Agent leastBusy(List<Agent> active) {
        Agent best = active.get(0);
        if (load == AgentLoad.NONE) {
            return best;
        }
        int fewest = load.callsOf(best.id());
        for (Agent other : active.subList(1, active.size())) {
            if (other.priority() != best.priority()) {
                break;
            }
            int calls = load.callsOf(other.id());
            if (calls < fewest) {
                fewest = calls;
                best = other;
            }
        }
        return best;
    }

    private Optional<RoutingDecision> tenantDefault() {
        String id = tenantId;
        Optional<Tenant> tenant = id == null ? Optional.empty() : directory.tenant(id);
        if (tenant.isEmpty()) {
            return Optional.empty();
        }
        String asked = "default agent of tenant " + tenant.get().id();
        String named = tenant.get().defaultAgentId();
        if (named == null) {
            told.accept(new RoutingStep(asked, "there is none"));
            return Optional.empty();
        }
        return sentIfActive(RouteReason.TENANT_DEFAULT, named, asked);
    }

    /** The operator named it, so that it answers every tenant's calls, and they stay that tenant's. */
    private Optional<RoutingDecision> systemDefault() {
        String named = policy.defaultAgentId();
        return named == null
                ? Optional.empty()
                : sentIfActive(RouteReason.SYSTEM_DEFAULT, named, "default agent of the system");
    }

    private RoutingDecision last() {
        if (policy.unknownNumbers() == DirectoryPolicy.UnknownNumbers.DEFAULT) {
            AgentConfig agent = policy.lastAgent();
            told.accept(new RoutingStep(LAST, agent.name() + " answers", RouteReason.DEFAULT.word()));
            return new Dispatch(agent, RouteReason.DEFAULT.word(), tenantId, campaignId(), metadata(), List.of());
        }
        String reason = (number == null ? RouteReason.UNKNOWN_NUMBER : RouteReason.NO_AGENT).word();
        if (policy.unknownNumbers() == DirectoryPolicy.UnknownNumbers.IGNORE) {
            told.accept(new RoutingStep(LAST, "the call is left alone", reason));
            return new RoutingDecision.Ignore(reason, tenantId, campaignId());
        }
        told.accept(new RoutingStep(LAST, "the call is refused", reason));
        return new RoutingDecision.Reject(reason, tenantId, campaignId());
    }

    /** A call to a tenant's number is that tenant's, whatever other rules say of it. */
    private Optional<RoutingDecision> owned(Optional<RoutingDecision> decision) {
        boolean certain = number != null && number.tenantId() != null;
        return decision.map(made -> certain || made.tenantId() == null ? made.ofTenant(tenantId) : made);
    }

    private Optional<RoutingDecision> sentIfActive(RouteReason reason, String agentId, String asked) {
        Optional<Agent> agent = directory.agent(agentId).filter(Agent::isActive);
        String said = CampaignChoice.answers(directory, agentId);
        if (agent.isEmpty()) {
            told.accept(new RoutingStep(asked, said));
            return Optional.empty();
        }
        return sent(reason, agent.get(), asked, said);
    }

    private Optional<RoutingDecision> sent(RouteReason reason, Agent agent, String asked, String said) {
        told.accept(new RoutingStep(asked, said, reason.word()));
        return Optional.of(dispatch(reason, agent));
    }

    private Dispatch dispatch(RouteReason reason, Agent agent) {
        return new Dispatch(agent.config(), agent.id(), reason.word(), tenantId, campaignId(), metadata(), List.of());
    }

    private @Nullable String campaignId() {
        return campaign == null ? null : campaign.id();
    }

    private Map<String, Object> metadata() {
        return campaign == null ? Map.of() : campaign.metadata();
    }
}
