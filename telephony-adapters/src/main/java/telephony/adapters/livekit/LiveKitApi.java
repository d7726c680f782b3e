package telephony.adapters.livekit;

import java.time.InstantSource;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import telephony.call.PhoneNumber;
import telephony.dispatch.ServerProbePort;
import telephony.outbound.SipPort;
import telephony.sip.SipDirectoryPort;

/**
 * LiveKit's API: one connection pool for all ports. Safe for any number of threads.
 *
 * <p>It speaks through the JDK's HTTP client, whose pool keeps idle connections for as long as
 * {@code jdk.httpclient.keepalive.timeout} says: 1200 s on JDK 17, 30 s since JDK 21. Where something between here and
 * LiveKit forgets idle connections sooner, set it lower (in seconds, when the JVM starts): a create that goes out on a
 * forgotten connection is never repeated, it ends as ambiguous and is looked for.
 */
public final class LiveKitApi implements AutoCloseable {

    private final Twirp twirp;
    private final LiveKitAgentDispatch dispatches;
    private final LiveKitRooms rooms;
    private final LiveKitSip sip;
    private final LiveKitServerProbe server;
    private final LiveKitSipDirectory sipDirectory;

    /**
     * Opens no connection yet.
     *
     * @param connection where LiveKit is, and how to speak to it
     * @param clock for the expiry of tokens
     * @param numbers reads the phone numbers of SIP participants
     * @throws IllegalStateException if a library is missing; the message names it
     */
    public LiveKitApi(LiveKitConnection connection, InstantSource clock, Function<String, PhoneNumber> numbers) {
        this(connection, clock, numbers, null);
    }

    /** With an own choice of what to trust. */
    LiveKitApi(
            LiveKitConnection connection,
            InstantSource clock,
            Function<String, PhoneNumber> numbers,
            @Nullable SSLContext tls) {
        requireLibrary("io.livekit.server.AccessToken", "io.livekit:livekit-server");
        requireLibrary("com.google.protobuf.MessageLite", "com.google.protobuf:protobuf-java");
        requireLibrary("com.auth0.jwt.JWT", "com.auth0:java-jwt");
        requireLibrary("com.fasterxml.jackson.databind.ObjectMapper", "com.fasterxml.jackson.core:jackson-databind");
        Tokens tokens = new Tokens(connection, clock);
        this.twirp = new Twirp(connection, tls);
        this.dispatches = new LiveKitAgentDispatch(twirp, tokens);
        this.rooms = new LiveKitRooms(twirp, tokens, numbers);
        this.sip = new LiveKitSip(twirp, tokens);
        this.server = new LiveKitServerProbe(twirp, tokens, clock);
        this.sipDirectory = new LiveKitSipDirectory(twirp, tokens);
    }

    /** The agent dispatches. */
    public LiveKitAgentDispatch dispatches() {
        return dispatches;
    }

    /** The rooms and participants. */
    public LiveKitRooms rooms() {
        return rooms;
    }

    /** The telephone service. */
    public SipPort sip() {
        return sip;
    }

    /** Tells what LiveKit's server is like. */
    public ServerProbePort server() {
        return server;
    }

    /** The SIP trunks and dispatch rules. */
    public SipDirectoryPort sipDirectory() {
        return sipDirectory;
    }

    /** Frees the threads; requests under way are answered as they may, later ones are not sent. */
    @Override
    public void close() {
        twirp.close();
    }

    private static void requireLibrary(String type, String artifact) {
        try {
            Class.forName(type, false, LiveKitApi.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("add " + artifact + " to the class path", e);
        }
    }
}
