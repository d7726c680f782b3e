package telephony.adapters.livekit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A server without any HTTP library: it counts what really arrives, and answers any bytes, or none. */
final class RawServer implements AutoCloseable {

    /** What to do with a connection on which a whole request has arrived; it is closed unless it is kept. */
    @FunctionalInterface
    interface Behaviour {

        /** @return whether to read another request from this connection */
        boolean serve(Connection connection, Request request) throws IOException;
    }

    /** A whole request. */
    record Request(String head, byte[] body) {

        String header(String name) {
            return head.lines()
                    .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        }

        String path() {
            return head.split(" ")[1];
        }
    }

    private static final String FENCE = "fence";

    private final ServerSocket server;
    private final Behaviour behaviour;
    private final boolean resetOnAccept;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger heads = new AtomicInteger();
    private final CountDownLatch hungUp = new CountDownLatch(1);
    private final CountDownLatch fence = new CountDownLatch(1);

    RawServer(Behaviour behaviour) {
        this(behaviour, false);
    }

    private RawServer(Behaviour behaviour, boolean resetOnAccept) {
        this.behaviour = behaviour;
        this.resetOnAccept = resetOnAccept;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    /** Resets every connection before it has read a byte. */
    static RawServer thatResetsAtOnce() {
        return new RawServer((connection, request) -> false, true);
    }

    /** Answers every request with these bytes, and closes. */
    static RawServer thatAnswers(String answer) {
        return new RawServer((connection, request) -> {
            connection.write(answer);
            return false;
        });
    }

    /** An address on which nobody listens. */
    static String nowhere() throws IOException {
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "http://127.0.0.1:" + closed.getLocalPort();
        }
    }

    String url() {
        return "http://127.0.0.1:" + port();
    }

    int port() {
        return server.getLocalPort();
    }

    List<Request> requests() {
        return requests;
    }

    /** Request heads, whole requests or not. */
    int heads() {
        return heads.get();
    }

    /** Connections so far: one of our own is queued behind them, so that none is missed. */
    int connections() throws Exception {
        try (Socket last = new Socket()) {
            last.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()));
            last.getOutputStream().write((FENCE + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            if (!resetOnAccept && !fence.await(10, TimeUnit.SECONDS)) {
                throw new AssertionError("the server does not accept");
            }
            if (resetOnAccept) {
                awaitEnd(last);
            }
        }
        return connections.get() - 1;
    }

    /** Waits until a client has closed its connection while it was being answered. */
    boolean awaitHangUp() throws InterruptedException {
        return hungUp.await(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                connections.incrementAndGet();
                sockets.add(socket);
                if (resetOnAccept) {
                    new Connection(socket).reset();
                } else {
                    start(() -> serve(socket));
                }
            } catch (IOException e) {
                // Closed, or a client that was gone before it was accepted.
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            Connection connection = new Connection(socket);
            boolean more = true;
            while (more) {
                String head = connection.readHead();
                if (head.startsWith(FENCE)) {
                    fence.countDown();
                    return;
                }
                heads.incrementAndGet();
                Request request = connection.readBody(head);
                requests.add(request);
                more = behaviour.serve(connection, request);
            }
        } catch (IOException e) {
            hungUp.countDown();
        }
    }

    private static void awaitEnd(Socket socket) {
        try {
            socket.getInputStream().read();
        } catch (IOException e) {
            // The reset that was waited for.
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "raw-server");
        thread.setDaemon(true);
        thread.start();
    }

    /** One connection, in bytes. */
    static final class Connection {

        private final Socket socket;

        Connection(Socket socket) {
            this.socket = socket;
        }

        void write(String text) throws IOException {
            write(text.getBytes(StandardCharsets.UTF_8));
        }

        void write(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        }

        /** Ends it the hard way. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /** Stays silent until the client hangs up, which is an exception like any other end of a connection. */
        void holdUntilHangUp() throws IOException {
            if (socket.getInputStream().read() < 0) {
                throw new IOException("the client hung up");
            }
        }

        private String readHead() throws IOException {
            StringBuilder head = new StringBuilder();
            InputStream in = socket.getInputStream();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                if (next < 0) {
                    throw new IOException("the client hung up");
                }
                head.append((char) next);
            }
            return head.toString();
        }

        private Request readBody(String head) throws IOException {
            String given = new Request(head, new byte[0]).header("Content-Length");
            int length = given.isEmpty() ? 0 : Integer.parseInt(given);
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            body.writeBytes(socket.getInputStream().readNBytes(length));
            if (body.size() < length) {
                throw new IOException("the client hung up within its request");
            }
            return new Request(head, body.toByteArray());
        }
    }
}
