package telephony.adapters.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.io.Content;

/**
 * Reads a body as it comes, counting: no thread waits for a slow client, and neither one body nor all together take more
 * memory than they may.
 */
final class BodyReading implements Runnable {

    /** Told once how it ended. */
    interface Outcome {

        /** All of it is here. */
        void complete(byte[] body);

        /** It will not be read any further. */
        void refused(Problem problem);

        /** The client went away, or what it sent is no valid message. */
        void failed(Throwable cause);
    }

    private final Content.Source source;
    private final BodyKind kind;
    private final AtomicLong freeBytes;
    private final Outcome outcome;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final AtomicLong taken = new AtomicLong();

    BodyReading(Content.Source source, BodyKind kind, AtomicLong freeBytes, Outcome outcome) {
        this.source = source;
        this.kind = kind;
        this.freeBytes = freeBytes;
        this.outcome = outcome;
    }

    /** Reads what is there and comes back when there is more. */
    @Override
    public void run() {
        while (true) {
            Content.Chunk chunk = source.read();
            if (chunk == null) {
                source.demand(this);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                outcome.failed(chunk.getFailure());
                return;
            }
            int length = chunk.remaining();
            boolean last = chunk.isLast();
            boolean fits = body.size() + length <= kind.maxBytes();
            boolean free = take(length);
            if (fits && free) {
                append(chunk.getByteBuffer());
            }
            chunk.release();
            if (!fits || !free) {
                outcome.refused(fits ? Problem.overloaded() : kind.tooLarge());
                return;
            }
            if (last) {
                outcome.complete(body.toByteArray());
                return;
            }
        }
    }

    /** Gives back what the body took of the common memory. */
    void release() {
        freeBytes.addAndGet(taken.getAndSet(0));
    }

    private boolean take(int length) {
        taken.addAndGet(length);
        return freeBytes.addAndGet(-length) >= 0;
    }

    private void append(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        body.write(bytes, 0, bytes.length);
    }
}
