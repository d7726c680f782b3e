package telephony.adapters.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import telephony.sip.SipDirectoryPort;
import telephony.sip.SipEntry;
import telephony.sip.SipKind;
import telephony.sip.SipSetting;
import telephony.sip.SipSettings;
import telephony.sip.SipWanted;
import telephony.testkit.SipDirectoryPortContract;

/**
 * The contract on the LiveKit that the environment names, which {@code lab/sip} starts. It deletes all trunks and rules
 * there, so it is not among the tests that every build runs.
 */
class LabSipDirectoryRun implements SipDirectoryPortContract {

    private final LiveKitApi api = new LiveKitApi(connection(System.getenv()), InstantSource.system(), Api::number);

    private static LiveKitConnection connection(Map<String, String> environment) {
        return new LiveKitConnection(
                environment.get("LIVEKIT_URL"),
                environment.get("LIVEKIT_API_KEY"),
                environment.get("LIVEKIT_API_SECRET"));
    }

    @BeforeEach
    void deleteEverything() {
        for (SipKind kind : SipKind.values()) {
            for (SipEntry entry : Api.answer(sip().list(kind)).answered().orElseThrow()) {
                Api.answer(sip().delete(kind, entry.id()));
            }
        }
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Override
    public SipDirectoryPort sip() {
        return api.sipDirectory();
    }

    @Test
    void encryptionShouldBePutOutAgain() {
        SipWanted wanted = SipWanted.inboundTrunk("main", "+15559990000").with(SipSetting.MEDIA_ENCRYPTION, "require");
        String id =
                Api.answer(sip().create(wanted, SET)).answered().orElseThrow().id();

        SipSettings off = SipSettings.NONE.with(SipSetting.MEDIA_ENCRYPTION, "disable");
        Api.answer(sip().update(SipKind.INBOUND_TRUNK, id, off, SET));

        assertThat(Api.answer(sip().list(SipKind.INBOUND_TRUNK)).answered().orElseThrow())
                .singleElement()
                .satisfies(entry -> assertThat(entry.settings().value(SipSetting.MEDIA_ENCRYPTION))
                        .isEqualTo("disable"));
    }
}
