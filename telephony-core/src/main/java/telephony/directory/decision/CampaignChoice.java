package telephony.directory.decision;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import telephony.directory.Agent;
import telephony.directory.Campaign;
import telephony.directory.DirectorySnapshot;
import telephony.directory.OpeningHours;
import telephony.directory.OpeningHours.Outside;
import telephony.directory.OpeningHours.Then;

/**
 * What the campaigns of a number say at an instant.
 *
 * <p>Those that go on are looked at in the order of their ids. An open one with an active agent is taken; else, if any is open,
 * the call is the first open one's and other rules find its agent; else the first closed one that says what happens outside
 * its hours. So a campaign by day and one by night can share a number.
 *
 * @param campaign what the call belongs to; null = nothing
 * @param agent who answers; null = the campaigns do not say
 * @param outside what happens because it is closed; null = it is open, or there is none
 * @param steps what each of them said
 */
record CampaignChoice(@Nullable Campaign campaign, @Nullable Agent agent, @Nullable Outside outside, List<Said> steps) {

    /** What one campaign said. */
    record Said(String id, String said) {}

    /** Looks at them. */
    static CampaignChoice of(DirectorySnapshot directory, List<Campaign> campaigns, OpeningTimes times, Instant at) {
        List<Said> steps = new ArrayList<>();
        CampaignChoice open = null;
        CampaignChoice closed = null;
        for (Campaign campaign : campaigns) {
            if (!campaign.isActiveAt(at)) {
                steps.add(new Said(campaign.id(), span(campaign, at)));
                continue;
            }
            OpeningHours hours = campaign.hours();
            OpeningTimes.State state =
                    hours == null ? new OpeningTimes.State(true, "always open") : times.at(hours, at);
            if (state.open()) {
                Agent agent = active(directory, campaign.agentId());
                steps.add(new Said(campaign.id(), state.said() + "; " + answers(directory, campaign.agentId())));
                if (agent != null) {
                    return new CampaignChoice(campaign, agent, null, steps);
                }
                open = open == null ? new CampaignChoice(campaign, null, null, steps) : open;
            } else if (hours != null) {
                steps.add(new Said(campaign.id(), state.said() + "; " + then(directory, hours.outside())));
                CampaignChoice choice = closed(directory, campaign, hours.outside(), steps);
                closed = closed == null ? choice : closed;
            }
        }
        if (open != null) {
            return open;
        }
        return closed == null ? new CampaignChoice(null, null, null, steps) : closed;
    }

    private static String span(Campaign campaign, Instant at) {
        Instant from = campaign.activeFrom();
        return from != null && at.isBefore(from) ? "begins at " + from : "ended at " + campaign.activeUntil();
    }

    /** Null = other rules decide, as if the call were not this campaign's. */
    private static @Nullable CampaignChoice closed(
            DirectorySnapshot directory, Campaign campaign, Outside outside, List<Said> steps) {
        if (outside.then() == Then.GO_ON) {
            return null;
        }
        if (outside.then() != Then.AGENT) {
            return new CampaignChoice(campaign, null, outside, steps);
        }
        Agent other = active(directory, String.valueOf(outside.target()));
        return other == null ? null : new CampaignChoice(campaign, other, outside, steps);
    }

    private static String then(DirectorySnapshot directory, Outside outside) {
        return switch (outside.then()) {
            case GO_ON -> "other rules decide";
            case AGENT -> answers(directory, String.valueOf(outside.target()));
            case NUMBER -> "the caller is handed on to " + outside.target();
            case REJECT -> "the call is refused";
        };
    }

    private static @Nullable Agent active(DirectorySnapshot directory, String id) {
        return directory.agent(id).filter(Agent::isActive).orElse(null);
    }

    /** Whether this agent can answer, in words. */
    static String answers(DirectorySnapshot directory, String id) {
        return directory
                .agent(id)
                .map(agent -> "agent " + agent.id() + (agent.isActive() ? " answers" : " is not active"))
                .orElse("agent " + id + " is not in the directory");
    }
}
