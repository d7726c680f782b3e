package telephony.adapters.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A client that sends whatever bytes it is told to. */
final class RawClient implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;

    RawClient(int port) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(PATIENCE_MILLIS);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    RawClient send(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return this;
    }

    /** Sends, and does not mind that the other side has gone. */
    boolean trySend(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The answer's head and what came with it at once. */
    String readSome() {
        try {
            byte[] buffer = new byte[65_536];
            int length = socket.getInputStream().read(buffer);
            return length < 0 ? "" : new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** All that comes until the server closes the connection; fails when it does not. */
    String readToEnd() {
        StringBuilder text = new StringBuilder();
        // Reset with bytes of ours unread is closed all the same.
        boolean unused = readUntilReset(text);
        return text.toString();
    }

    /** All that comes until the server resets the connection; fails when it ends as an answer ends. */
    String readToReset() {
        StringBuilder text = new StringBuilder();
        if (!readUntilReset(text)) {
            throw new AssertionError("the connection ended as if this were the whole: " + text);
        }
        return text.toString();
    }

    /** Whether the connection was reset, and not just closed. */
    private boolean readUntilReset(StringBuilder text) {
        try {
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[8192];
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                text.append(new String(buffer, 0, length, StandardCharsets.ISO_8859_1));
            }
            return false;
        } catch (SocketException reset) {
            return true;
        } catch (IOException e) {
            throw new AssertionError("the server did not close the connection; so far: " + text, e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
