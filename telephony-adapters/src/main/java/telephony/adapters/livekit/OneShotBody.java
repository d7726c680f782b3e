package telephony.adapters.livekit;

import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A request body that can leave once.
 *
 * <p>The JDK's client does not replay a POST by default, but {@code jdk.httpclient.enableAllMethodRetry}, a flag of the
 * whole JVM that anybody may set, makes it do so. A replay has to take the body a second time, and that fails here. It
 * also tells whether a request can have had any effect: one whose body was never taken cannot.
 */
final class OneShotBody implements BodyPublisher {

    private final BodyPublisher body;
    private final AtomicBoolean taken = new AtomicBoolean();

    OneShotBody(byte[] bytes) {
        this.body = BodyPublishers.ofByteArray(bytes);
    }

    /** Whether the client has begun to send it; a client does so once it is connected, TLS included. */
    boolean wasTaken() {
        return taken.get();
    }

    /** Refuses once the body was taken: the client asks before the head of a replay leaves. */
    @Override
    public long contentLength() {
        if (taken.get()) {
            throw new IllegalStateException("one call is one request: not sent a second time");
        }
        return body.contentLength();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        if (taken.compareAndSet(false, true)) {
            body.subscribe(subscriber);
            return;
        }
        subscriber.onSubscribe(new Nothing());
        subscriber.onError(new IllegalStateException("one call is one request: not sent a second time"));
    }

    /** A subscription that must exist before an error may be told. */
    private static final class Nothing implements Flow.Subscription {

        @Override
        public void request(long n) {
            // The error is already on its way.
        }

        @Override
        public void cancel() {
            // There is nothing to stop.
        }
    }
}
