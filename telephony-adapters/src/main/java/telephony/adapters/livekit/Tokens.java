package telephony.adapters.livekit;

import io.livekit.server.AccessToken;
import io.livekit.server.Agent;
import io.livekit.server.RoomAdmin;
import io.livekit.server.RoomCreate;
import io.livekit.server.RoomList;
import io.livekit.server.RoomName;
import io.livekit.server.SIPAdmin;
import io.livekit.server.SIPCall;
import io.livekit.server.VideoGrant;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;

/** Makes one short-lived token per request, with the one right that the request needs. */
final class Tokens {

    /** Of requests that may be repeated; no more than a look takes. */
    static final Duration LIFETIME = Duration.ofSeconds(60);

    private final LiveKitConnection connection;
    private final InstantSource clock;

    Tokens(LiveKitConnection connection, InstantSource clock) {
        this.connection = connection;
        this.clock = clock;
    }

    /** For everything inside one room. */
    String room(String roomName) {
        return room(roomName, clock.instant().plus(LIFETIME));
    }

    /** For everything inside one room, until a given instant, which is cut to seconds as JWT has them. */
    String room(String roomName, Instant expiresAt) {
        return token(expiresAt, new RoomAdmin(true), new RoomName(roomName));
    }

    /** For ListRooms. */
    String roomList() {
        return token(clock.instant().plus(LIFETIME), new RoomList(true));
    }

    /** For ListRooms, until a given instant, which may lie in the past. */
    String roomList(Instant expiresAt) {
        return token(expiresAt, new RoomList(true));
    }

    /** For the place where agents' workers register. */
    String worker() {
        return token(clock.instant().plus(LIFETIME), new Agent(true));
    }

    /** For DeleteRoom. */
    String roomCreate() {
        return token(clock.instant().plus(LIFETIME), new RoomCreate(true));
    }

    /** For trunks and dispatch rules. */
    String sipAdmin() {
        AccessToken token = empty(clock.instant().plus(LIFETIME));
        token.addSIPGrants(new SIPAdmin(true));
        return token.toJwt();
    }

    /** For CreateSIPParticipant, until a given instant. */
    String dial(Instant expiresAt) {
        return sipToken(expiresAt);
    }

    /** For TransferSIPParticipant of somebody in this room, until a given instant. */
    String transfer(String roomName, Instant expiresAt) {
        return sipToken(expiresAt, new RoomAdmin(true), new RoomName(roomName));
    }

    private String sipToken(Instant expiresAt, VideoGrant... grants) {
        AccessToken token = empty(expiresAt);
        token.addSIPGrants(new SIPCall(true));
        token.addGrants(grants);
        return token.toJwt();
    }

    private String token(Instant expiresAt, VideoGrant... grants) {
        AccessToken token = empty(expiresAt);
        token.addGrants(grants);
        return token.toJwt();
    }

    private AccessToken empty(Instant expiresAt) {
        AccessToken token = new AccessToken(connection.apiKey(), connection.apiSecret());
        // No "nbf": an expiry in the past would come before it.
        token.setExpiration(Date.from(expiresAt));
        return token;
    }
}
