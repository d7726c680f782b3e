package telephony.adapters.simulated;

import java.time.Instant;
import java.util.List;
import livekit.LivekitAgent.Job;
import livekit.LivekitAgent.JobState;
import livekit.LivekitAgent.JobStatus;
import livekit.LivekitAgentDispatch.AgentDispatch;
import livekit.LivekitAgentDispatch.AgentDispatchState;
import livekit.LivekitModels.DisconnectReason;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.ParticipantPermission;
import livekit.LivekitModels.Room;
import livekit.LivekitModels.TrackInfo;
import livekit.LivekitModels.TrackSource;
import livekit.LivekitModels.TrackType;
import livekit.LivekitWebhook.WebhookEvent;
import telephony.call.ParticipantKind;
import telephony.simulation.DispatchState;
import telephony.simulation.ParticipantState;
import telephony.simulation.RoomState;
import telephony.simulation.SimulatedWebhook;

/** What the simulation shows, in LiveKit's own messages. */
final class Wire {

    private static final long NANOS = 1_000_000_000L;

    private Wire() {}

    /** A room. */
    static Room room(RoomState room) {
        return Room.newBuilder()
                .setSid(room.sid())
                .setName(room.name())
                .setEmptyTimeout((int) room.emptyTimeout().toSeconds())
                .setDepartureTimeout((int) room.departureTimeout().toSeconds())
                .setCreationTime(room.createdAt().getEpochSecond())
                .setCreationTimeMs(room.createdAt().toEpochMilli())
                .build();
    }

    /** A participant as lists show it. */
    static ParticipantInfo participant(ParticipantState state) {
        ParticipantInfo.Builder info = info(state);
        String track = state.trackSid();
        return track == null ? info.build() : info.addTracks(track(track)).build();
    }

    /** A participant as webhooks show it: without tracks. */
    private static ParticipantInfo.Builder info(ParticipantState state) {
        String reason = state.disconnectReason();
        ParticipantInfo.Builder info = ParticipantInfo.newBuilder()
                .setSid(state.sid())
                .setIdentity(state.identity())
                .setName(state.name())
                .setState(reason == null ? ParticipantInfo.State.ACTIVE : ParticipantInfo.State.DISCONNECTED)
                .setKind(kind(state.kind()))
                .setJoinedAt(state.joinedAt().getEpochSecond())
                .setJoinedAtMs(state.joinedAt().toEpochMilli())
                .setIsPublisher(state.trackSid() != null)
                .setPermission(ParticipantPermission.newBuilder()
                        .setCanSubscribe(true)
                        .setCanPublish(true)
                        .setCanPublishData(true)
                        .setCanUpdateMetadata(true))
                .putAllAttributes(state.attributes());
        return reason == null ? info : info.setDisconnectReason(DisconnectReason.valueOf(reason));
    }

    private static ParticipantInfo.Kind kind(ParticipantKind kind) {
        return kind == ParticipantKind.OTHER
                ? ParticipantInfo.Kind.CONNECTOR
                : ParticipantInfo.Kind.valueOf(kind.name());
    }

    private static TrackInfo track(String sid) {
        return TrackInfo.newBuilder()
                .setSid(sid)
                .setType(TrackType.AUDIO)
                .setSource(TrackSource.MICROPHONE)
                .setMimeType("audio/opus")
                .build();
    }

    /** A webhook's event; of a track event, room and participant are reduced to their ids, as LiveKit does. */
    static WebhookEvent webhook(SimulatedWebhook webhook) {
        WebhookEvent.Builder event = WebhookEvent.newBuilder()
                .setEvent(webhook.event())
                .setId(webhook.id())
                .setCreatedAt(webhook.createdAt().getEpochSecond());
        ParticipantState who = webhook.participant();
        String track = webhook.trackSid();
        if (track != null && who != null) {
            return event.setTrack(track(track))
                    .setRoom(Room.newBuilder()
                            .setSid(webhook.room().sid())
                            .setName(webhook.room().name()))
                    .setParticipant(
                            ParticipantInfo.newBuilder().setSid(who.sid()).setIdentity(who.identity()))
                    .build();
        }
        event.setRoom(room(webhook.room()));
        return who == null ? event.build() : event.setParticipant(info(who)).build();
    }

    /** A dispatch with its jobs. */
    static AgentDispatch dispatch(DispatchState state) {
        List<Job> jobs = state.jobs().stream().map(job -> job(state, job)).toList();
        return AgentDispatch.newBuilder()
                .setId(state.id())
                .setAgentName(state.asked().agentName())
                .setRoom(state.asked().room())
                .setMetadata(state.asked().metadata())
                .setState(AgentDispatchState.newBuilder().addAllJobs(jobs).setCreatedAt(nanos(state.createdAt())))
                .build();
    }

    private static Job job(DispatchState dispatch, DispatchState.Job job) {
        return Job.newBuilder()
                .setId(job.id())
                .setDispatchId(dispatch.id())
                .setAgentName(dispatch.asked().agentName())
                .setMetadata(dispatch.asked().metadata())
                // It stays so whatever becomes of the agent (seen).
                .setState(JobState.newBuilder()
                        .setStatus(JobStatus.JS_RUNNING)
                        .setStartedAt(nanos(job.startedAt()))
                        .setUpdatedAt(nanos(job.startedAt()))
                        .setParticipantIdentity(job.identity()))
                .build();
    }

    private static long nanos(Instant at) {
        return at.getEpochSecond() * NANOS + at.getNano();
    }
}
