package telephony.app.figures;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/** One connection that is kept open and made again when it breaks. For one thread. */
final class Sender implements AutoCloseable {

    /** No answer came. */
    static final int BROKEN = 0;

    private static final int TIMEOUT_MILLIS = 30_000;

    private final int port;
    private @Nullable Socket socket;
    private @Nullable InputStream in;

    Sender(int port) {
        this.port = port;
    }

    /** Sends a whole request and waits for its answer; its status, or {@link #BROKEN}. */
    int send(byte[] request) {
        try {
            Socket open = connected();
            OutputStream out = open.getOutputStream();
            out.write(request);
            return status();
        } catch (IOException e) {
            close();
            return BROKEN;
        }
    }

    private Socket connected() throws IOException {
        Socket open = socket;
        if (open == null) {
            open = new Socket(InetAddress.getLoopbackAddress(), port);
            open.setTcpNoDelay(true);
            open.setSoTimeout(TIMEOUT_MILLIS);
            socket = open;
            in = new BufferedInputStream(open.getInputStream());
        }
        return open;
    }

    private int status() throws IOException {
        String first = line();
        int length = 0;
        boolean closing = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            int colon = header.indexOf(':');
            String name = header.substring(0, colon);
            String value = header.substring(colon + 1).trim();
            if (name.equalsIgnoreCase("content-length")) {
                length = Integer.parseInt(value);
            } else if (name.equalsIgnoreCase("connection")) {
                closing = value.equalsIgnoreCase("close");
            }
        }
        if (in != null) {
            in.readNBytes(length);
        }
        if (closing) {
            close();
        }
        return Integer.parseInt(first.split(" ")[1]);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        InputStream from = in;
        if (from == null) {
            throw new IOException("not connected");
        }
        for (int c = from.read(); c != '\n'; c = from.read()) {
            if (c < 0) {
                throw new IOException("the server closed the connection");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            // It is given up anyway.
        }
        socket = null;
        in = null;
    }
}
