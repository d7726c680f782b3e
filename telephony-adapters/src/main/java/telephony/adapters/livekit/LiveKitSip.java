package telephony.adapters.livekit;

import com.google.protobuf.Duration;
import com.google.protobuf.MessageLite;
import java.util.concurrent.CompletionStage;
import livekit.LivekitSip.CreateSIPParticipantRequest;
import livekit.LivekitSip.TransferSIPParticipantRequest;
import telephony.call.DialResult;
import telephony.outbound.SipDial;
import telephony.outbound.SipPort;
import telephony.outbound.SipTransfer;
import telephony.outbound.SipTransferAnswer;

/** Phone calls through LiveKit's API. Made by {@link LiveKitApi}. */
final class LiveKitSip implements SipPort {

    private final Twirp twirp;
    private final Tokens tokens;

    LiveKitSip(Twirp twirp, Tokens tokens) {
        this.twirp = twirp;
        this.tokens = tokens;
    }

    @Override
    public CompletionStage<DialResult> createSipParticipant(SipDial dial) {
        CreateSIPParticipantRequest.Builder request = CreateSIPParticipantRequest.newBuilder()
                .setSipTrunkId(dial.trunkId())
                .setSipCallTo(dial.to())
                .setRoomName(dial.roomName())
                .setParticipantIdentity(dial.identity())
                .setRingingTimeout(seconds(dial.ringingTimeout()))
                .setMaxCallDuration(seconds(dial.maxDuration()))
                .setWaitUntilAnswered(true);
        if (dial.from() != null) {
            request.setSipNumber(dial.from());
        }
        return twirp.call(
                        LiveKitMethod.CREATE_SIP_PARTICIPANT,
                        request.build(),
                        tokens.dial(dial.tokenExpiresAt()),
                        dial.answerWithin())
                .thenApply(SipAnswers::ofDial);
    }

    @Override
    public CompletionStage<SipTransferAnswer> transferSipParticipant(SipTransfer transfer) {
        MessageLite request = TransferSIPParticipantRequest.newBuilder()
                .setRoomName(transfer.roomName())
                .setParticipantIdentity(transfer.identity())
                .setTransferTo(transfer.to())
                .putAllHeaders(transfer.headers())
                .setRingingTimeout(seconds(transfer.ringingTimeout()))
                .build();
        return twirp.call(
                        LiveKitMethod.TRANSFER_SIP_PARTICIPANT,
                        request,
                        tokens.transfer(transfer.roomName(), transfer.tokenExpiresAt()),
                        transfer.answerWithin())
                .thenApply(SipAnswers::ofTransfer);
    }

    private static Duration seconds(java.time.Duration time) {
        return Duration.newBuilder().setSeconds(time.toSeconds()).build();
    }
}
