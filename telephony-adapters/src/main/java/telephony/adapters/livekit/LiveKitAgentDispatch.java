package telephony.adapters.livekit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import livekit.LivekitAgent.Job;
import livekit.LivekitAgentDispatch.AgentDispatch;
import livekit.LivekitAgentDispatch.CreateAgentDispatchRequest;
import livekit.LivekitAgentDispatch.DeleteAgentDispatchRequest;
import livekit.LivekitAgentDispatch.ListAgentDispatchRequest;
import livekit.LivekitAgentDispatch.ListAgentDispatchResponse;
import telephony.dispatch.AgentDispatchPort;
import telephony.dispatch.DispatchOrder;
import telephony.dispatch.ListedDispatch;
import telephony.dispatch.LiveKitAnswer;
import telephony.dispatch.LiveKitAnswer.Kind;

/** Agent dispatches through LiveKit's API. Made by {@link LiveKitApi}. */
public final class LiveKitAgentDispatch implements AgentDispatchPort {

    private final Twirp twirp;
    private final Tokens tokens;

    LiveKitAgentDispatch(Twirp twirp, Tokens tokens) {
        this.twirp = twirp;
        this.tokens = tokens;
    }

    /** As the port says; metadata beyond 16 KiB is not sent and answered as {@link Kind#ALARM}. */
    @Override
    public CompletionStage<LiveKitAnswer<String>> create(DispatchOrder order) {
        String metadata;
        try {
            metadata = Metadata.write(order.metadata());
        } catch (JsonProcessingException e) {
            return notSent("the metadata has no JSON form: " + e.getOriginalMessage());
        }
        int bytes = metadata.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > Metadata.MAX_BYTES) {
            return notSent("the metadata takes " + bytes + " bytes; at most " + Metadata.MAX_BYTES
                    + " are sent, shorten the agent's settings");
        }
        MessageLite request = CreateAgentDispatchRequest.newBuilder()
                .setRoom(order.roomName())
                .setAgentName(order.agentName())
                .setMetadata(metadata)
                .build();
        return twirp.call(LiveKitMethod.CREATE_DISPATCH, request, tokens.room(order.roomName(), order.tokenExpiresAt()))
                .thenApply(reply -> Answers.of(LiveKitMethod.CREATE_DISPATCH, reply, LiveKitAgentDispatch::created));
    }

    @Override
    public CompletionStage<LiveKitAnswer<List<ListedDispatch>>> list(String roomName) {
        MessageLite request =
                ListAgentDispatchRequest.newBuilder().setRoom(roomName).build();
        return twirp.call(LiveKitMethod.LIST_DISPATCH, request, tokens.room(roomName))
                .thenApply(reply -> Answers.of(LiveKitMethod.LIST_DISPATCH, reply, LiveKitAgentDispatch::listed));
    }

    @Override
    public CompletionStage<LiveKitAnswer<Void>> delete(String roomName, String dispatchId) {
        MessageLite request = DeleteAgentDispatchRequest.newBuilder()
                .setRoom(roomName)
                .setDispatchId(dispatchId)
                .build();
        return twirp.call(LiveKitMethod.DELETE_DISPATCH, request, tokens.room(roomName))
                .thenApply(reply -> Answers.of(LiveKitMethod.DELETE_DISPATCH, reply, LiveKitAgentDispatch::deleted));
    }

    private static CompletionStage<LiveKitAnswer<String>> notSent(String why) {
        return CompletableFuture.completedFuture(LiveKitAnswer.failed(Kind.ALARM, Answers.detail("not sent: " + why)));
    }

    private static LiveKitAnswer<String> created(byte[] body) throws InvalidProtocolBufferException {
        String id = AgentDispatch.parseFrom(body).getId();
        if (id.isEmpty()) {
            throw new InvalidProtocolBufferException("it names no dispatch");
        }
        return LiveKitAnswer.done(id);
    }

    private static LiveKitAnswer<Void> deleted(byte[] body) throws InvalidProtocolBufferException {
        var unused = AgentDispatch.parseFrom(body); // Throws when it is none.
        return LiveKitAnswer.done();
    }

    private static LiveKitAnswer<List<ListedDispatch>> listed(byte[] body) throws InvalidProtocolBufferException {
        return LiveKitAnswer.done(ListAgentDispatchResponse.parseFrom(body).getAgentDispatchesList().stream()
                .map(LiveKitAgentDispatch::listed)
                .toList());
    }

    private static ListedDispatch listed(AgentDispatch dispatch) {
        return new ListedDispatch(
                dispatch.getId(),
                dispatch.getAgentName(),
                Instant.ofEpochSecond(0, dispatch.getState().getCreatedAt()),
                Metadata.marker(dispatch.getMetadata()).orElse(null),
                identities(dispatch.getState().getJobsList()));
    }

    /** A job that has not been taken yet does not name its participant, but its name is known. */
    private static Set<String> identities(List<Job> jobs) {
        Set<String> identities = new HashSet<>();
        for (Job job : jobs) {
            if (!job.getState().getParticipantIdentity().isEmpty()) {
                identities.add(job.getState().getParticipantIdentity());
            }
            if (!job.getId().isEmpty()) {
                identities.add("agent-" + job.getId());
            }
        }
        return identities;
    }
}
