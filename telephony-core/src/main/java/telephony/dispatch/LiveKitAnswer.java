package telephony.dispatch;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import telephony.call.CallId;
import telephony.call.TimelineEntry;

/**
 * What became of one request to LiveKit. Which class an answer belongs to depends on the method that was called; when
 * unsure it is {@link Kind#AMBIGUOUS}.
 *
 * @param kind what it means for the next step
 * @param value what LiveKit answered; null unless {@link Kind#DONE} and the method answers something
 * @param detail for the time line and the operator: status and message, never a token
 */
public record LiveKitAnswer<T>(Kind kind, @Nullable T value, String detail) {

    /** What an answer means for the next step. */
    public enum Kind {
        /** It took effect. */
        DONE,
        /** There is no such thing, and that is certain (404). */
        ABSENT,
        /** It certainly had no effect and may be sent again: no connection, 429. */
        REFUSED,
        /** It certainly had no effect: the token was not accepted (401). */
        UNAUTHENTICATED,
        /** It certainly had no effect, and sending it again would not help: 400, 403. */
        ALARM,
        /**
         * LiveKit says that nobody serves the room (503 after about 3 s); that is its answer for a room that is not
         * live. Only of methods that read or delete dispatches.
         */
        UNAVAILABLE,
        /** It may have taken effect, now or later. */
        AMBIGUOUS
    }

    /** It took effect. */
    public static <T> LiveKitAnswer<T> done(T value) {
        return new LiveKitAnswer<>(Kind.DONE, value, "ok");
    }

    /** It took effect, and there is nothing to tell. */
    public static LiveKitAnswer<Void> done() {
        return new LiveKitAnswer<>(Kind.DONE, null, "ok");
    }

    /** It did not, or may not have; the class must not be {@link Kind#DONE}. */
    public static <T> LiveKitAnswer<T> failed(Kind kind, String detail) {
        if (kind == Kind.DONE) {
            throw new IllegalArgumentException("a failure cannot be of class DONE");
        }
        return new LiveKitAnswer<>(kind, null, detail);
    }

    /** Whether it took effect. */
    public boolean isDone() {
        return kind == Kind.DONE;
    }

    /** Whether what should be gone is gone: it was removed, or was not there. */
    public boolean isGone() {
        return kind == Kind.DONE || kind == Kind.ABSENT;
    }

    /** What LiveKit answered. */
    public Optional<T> answered() {
        return Optional.ofNullable(value);
    }

    /** The same of another value. */
    public <U> LiveKitAnswer<U> map(Function<T, U> change) {
        return new LiveKitAnswer<>(kind, value == null ? null : change.apply(value), detail);
    }

    /** What this answer says on a call's time line, with what else is known of the request. */
    TimelineEntry line(CallId callId, Instant at, String method, Map<String, String> facts) {
        Map<String, String> details = new TreeMap<>(facts);
        details.put("answer", kind.name());
        details.put("detail", detail);
        return new TimelineEntry(callId, at, TimelineEntry.Kind.ANSWER, method, details);
    }
}
