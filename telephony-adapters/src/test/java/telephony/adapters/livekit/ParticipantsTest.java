package telephony.adapters.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.function.Function;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.TrackInfo;
import livekit.LivekitModels.TrackType;
import org.junit.jupiter.api.Test;
import telephony.call.Direction;
import telephony.call.Participant;
import telephony.call.PhoneNumber;
import telephony.call.SipAttributes;

class ParticipantsTest {

    private static final Function<String, PhoneNumber> NUMBERS = raw -> new PhoneNumber(raw, null);

    private static ParticipantInfo.Builder phone() {
        return ParticipantInfo.newBuilder().setSid("PA_1").setIdentity("sip_1").setKind(ParticipantInfo.Kind.SIP);
    }

    private static SipAttributes sip(ParticipantInfo.Builder info) {
        return Participants.of(info.build(), NUMBERS).sipCall().orElseThrow();
    }

    @Test
    void participantShouldJoinAtTheMillisecondWhereLiveKitTellsIt() {
        assertThat(Participants.of(phone().setJoinedAt(7).setJoinedAtMs(7123).build(), NUMBERS)
                        .joinedAt())
                .isEqualTo(Instant.ofEpochMilli(7123));
        assertThat(Participants.of(phone().setJoinedAt(7).build(), NUMBERS).joinedAt())
                .isEqualTo(Instant.ofEpochSecond(7));
        assertThat(Participants.of(phone().build(), NUMBERS).joinedAt()).isNull();
        assertThat(Participants.of(
                                phone().setJoinedAt(Long.MAX_VALUE)
                                        .setJoinedAtMs(Long.MAX_VALUE)
                                        .build(),
                                NUMBERS)
                        .joinedAt())
                .isNull();
    }

    @Test
    void participantShouldHaveAudioWhenOneOfItsTracksIs() {
        TrackInfo video = TrackInfo.newBuilder().setType(TrackType.VIDEO).build();
        TrackInfo audio = TrackInfo.newBuilder().setType(TrackType.AUDIO).build();
        assertThat(Participants.of(phone().build(), NUMBERS).audioPublished()).isFalse();
        assertThat(Participants.of(phone().addTracks(video).build(), NUMBERS).audioPublished())
                .isFalse();
        assertThat(Participants.of(phone().addTracks(video).addTracks(audio).build(), NUMBERS)
                        .audioPublished())
                .isTrue();
    }

    @Test
    void participantShouldHaveACallIdEvenWhenLiveKitSentNone() {
        assertThat(sip(phone()).callId()).isEqualTo("identity:sip_1");
        assertThat(sip(phone().putAttributes("sip.callID", "")).callId()).isEqualTo("identity:sip_1");
        assertThat(sip(phone().putAttributes("sip.callID", "SCL_1")).callId()).isEqualTo("SCL_1");
    }

    @Test
    void participantShouldHaveNothingWhereLiveKitSentAnEmptyText() {
        SipAttributes sip = sip(phone().putAttributes("sip.trunkID", "")
                .putAttributes("sip.ruleID", "")
                .putAttributes("sip.phoneNumber", "")
                .putAttributes("sip.callStatus", ""));
        assertThat(sip.trunkId()).isNull();
        assertThat(sip.ruleId()).isNull();
        assertThat(sip.direction()).isEqualTo(Direction.OUTBOUND);
        assertThat(sip.remoteNumber()).isNull();
        assertThat(sip.trunkNumber()).isNull();
        assertThat(sip.status()).isNull();
    }

    @Test
    void participantShouldBeAnAgentOnlyWhenLiveKitSaysSo() {
        ParticipantInfo.Builder info = ParticipantInfo.newBuilder().putAttributes("lk.agent_name", "a");
        Participant person = Participants.of(info.build(), NUMBERS);
        assertThat(person.agentName()).isNull();
        assertThat(Participants.of(info.setKind(ParticipantInfo.Kind.AGENT).build(), NUMBERS)
                        .agentName())
                .isEqualTo("a");
    }

    @Test
    void attributesShouldBeBoundedAndKeepTheCall() {
        ParticipantInfo.Builder info = phone();
        for (int i = 0; i < 500; i++) {
            info.putAttributes("a" + i, "x");
        }
        String emoji = "\ud83d\ude00";
        info.putAttributes("sip.callID", "SCL_1")
                .putAttributes("sip.h.long", "x".repeat(Participants.MAX_ATTRIBUTE_VALUE_CHARS - 1) + emoji)
                .putAttributes("sip.h." + "n".repeat(Participants.MAX_ATTRIBUTE_NAME_CHARS), "x");
        SipAttributes sip = sip(info);
        assertThat(sip.callId()).isEqualTo("SCL_1");
        assertThat(sip.attributes()).hasSize(Participants.MAX_ATTRIBUTES);
        assertThat(sip.attributes().get("sip.h.long"))
                .isEqualTo("x".repeat(Participants.MAX_ATTRIBUTE_VALUE_CHARS - 1));
        assertThat(sip.attributes().keySet()).allMatch(name -> name.length() <= Participants.MAX_ATTRIBUTE_NAME_CHARS);
    }
}
