package telephony.adapters.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * The orders of a batch, cut out of it one after the other as it comes: the lines of NDJSON, or the items of a JSON array. What
 * is wrong inside one of them is not seen here, and does not keep the next from being found. No more than one is in memory.
 */
final class BatchLines {

    private static final int END = -1;

    private final InputStream in;
    private final int maxBytes;
    private final long maxTotal;
    private long total;
    private int number;
    private boolean begun;
    private boolean array;
    private boolean over;

    /** One order as it was sent. */
    static final class Line {
        private final int number;
        private final byte[] bytes;
        private final boolean tooLong;

        private Line(int number, byte[] bytes, boolean tooLong) {
            this.number = number;
            this.bytes = bytes;
            this.tooLong = tooLong;
        }

        /** Its line, or which item it is, from 1. */
        int number() {
            return number;
        }

        /** What was sent; nothing when it is too long. */
        byte[] bytes() {
            return bytes;
        }

        /** Whether it is longer than an order may be. */
        boolean tooLong() {
            return tooLong;
        }
    }

    /** The body as a whole is longer than it may be. */
    static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /**
     * Of this body.
     *
     * @param maxBytes longest order
     * @param maxTotal longest body
     */
    BatchLines(InputStream in, int maxBytes, long maxTotal) {
        this.in = in instanceof BufferedInputStream ? in : new BufferedInputStream(in);
        this.maxBytes = maxBytes;
        this.maxTotal = maxTotal;
    }

    /** Whether something is there to be read without waiting for the client. */
    boolean isReady() throws IOException {
        return in.available() > 0;
    }

    /** The next one; empty = that was all. Waits for the client. */
    Optional<Line> next() throws IOException {
        if (!begun) {
            begin();
        }
        if (over) {
            return Optional.empty();
        }
        return array ? nextItem() : nextLine();
    }

    private void begin() throws IOException {
        begun = true;
        in.mark(1);
        int first = in.read();
        while (isSpace(first)) {
            number += first == '\n' ? 1 : 0;
            in.mark(1);
            first = in.read();
        }
        if (first == '[') {
            array = true;
            number = 0;
        } else {
            in.reset();
        }
    }

    private Optional<Line> nextLine() throws IOException {
        while (true) {
            Cut cut = new Cut();
            int next = read();
            while (next != END && next != '\n') {
                cut.add(next);
                next = read();
            }
            over = next == END;
            number++;
            if (!cut.isBlank()) {
                return Optional.of(cut.line());
            }
            if (over) {
                return Optional.empty();
            }
        }
    }

    private Optional<Line> nextItem() throws IOException {
        int next = read();
        while (isSpace(next) || next == ',') {
            next = read();
        }
        if (next == END || next == ']') {
            over = true;
            return Optional.empty();
        }
        Cut cut = new Cut();
        int depth = 0;
        boolean text = false;
        boolean escaped = false;
        while (next != END) {
            if (text) {
                text = escaped || next != '"';
                escaped = !escaped && next == '\\';
            } else if (next == '"') {
                text = true;
            } else if (next == '{' || next == '[') {
                depth++;
            } else if (depth == 0 && (next == ',' || next == ']')) {
                break;
            } else if (next == '}' || next == ']') {
                depth--;
            }
            cut.add(next);
            next = read();
        }
        over = next == END || next == ']';
        number++;
        return Optional.of(cut.line());
    }

    private int read() throws IOException {
        if (++total > maxTotal) {
            throw new TooLargeException();
        }
        return in.read();
    }

    private static boolean isSpace(int next) {
        return next == ' ' || next == '\t' || next == '\r' || next == '\n';
    }

    /** What is being cut out; of what is too long nothing is kept. */
    private final class Cut {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private boolean blank = true;
        private boolean tooLong;

        void add(int next) {
            blank &= isSpace(next);
            tooLong |= bytes.size() >= maxBytes;
            if (!tooLong) {
                bytes.write(next);
            }
        }

        boolean isBlank() {
            return blank;
        }

        Line line() {
            return new Line(number, tooLong ? new byte[0] : bytes.toByteArray(), tooLong);
        }
    }
}
