package telephony.app;

import java.time.InstantSource;
import telephony.adapters.livekit.LiveKitApi;
import telephony.adapters.livekit.LiveKitConnection;
import telephony.adapters.numbers.PhoneNumbers;
import telephony.sip.SipDirectoryPort;

/**
 * The way to a LiveKit's trunks and rules, for as long as a command runs.
 *
 * @param port the trunks and rules
 * @param end frees what was opened
 */
record SipLink(SipDirectoryPort port, Runnable end) implements AutoCloseable {

    /** Opens one. */
    interface Opener {
        /** To this LiveKit; no connection is made yet. */
        SipLink open(AppConfig.LiveKit livekit);
    }

    static SipLink open(AppConfig.LiveKit livekit) {
        LiveKitConnection connection = new LiveKitConnection(
                livekit.url().toString(), livekit.api().key(), livekit.api().secret());
        LiveKitApi api = new LiveKitApi(connection, InstantSource.system(), new PhoneNumbers(null));
        return new SipLink(api.sipDirectory(), api::close);
    }

    @Override
    public void close() {
        end.run();
    }
}
