package telephony.app.figures;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Sends prepared requests over a few connections that are kept open, and times it. The same for every server. */
final class Load {

    static final int CONNECTIONS = 16;

    private static final int TIMEOUT_MILLIS = 30_000;
    private static final String OK = "HTTP/1.1 200";

    private Load() {}

    /**
     * Sends all calls, each one's webhooks in order on one connection.
     *
     * @return requests per second, every one answered 200
     */
    static double perSecond(int port, List<List<byte[]>> calls) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            long begin = System.nanoTime();
            List<Future<Integer>> sent = IntStream.range(0, CONNECTIONS)
                    .mapToObj(connection -> threads.submit(() -> send(port, calls, connection)))
                    .toList();
            int count = 0;
            for (Future<Integer> one : sent) {
                count += one.get(5, TimeUnit.MINUTES);
            }
            return count * 1e9 / (System.nanoTime() - begin);
        } finally {
            threads.shutdownNow();
        }
    }

    private static int send(int port, List<List<byte[]>> calls, int connection) throws IOException {
        int count = 0;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            for (int call = connection; call < calls.size(); call += CONNECTIONS) {
                for (byte[] request : calls.get(call)) {
                    out.write(request);
                    readAnswer(in);
                    count++;
                }
            }
        }
        return count;
    }

    private static void readAnswer(InputStream in) throws IOException {
        String status = line(in);
        int length = 0;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            if (header.substring(0, colon).equalsIgnoreCase("content-length")) {
                length = Integer.parseInt(header.substring(colon + 1).trim());
            }
        }
        in.readNBytes(length);
        if (!status.startsWith(OK)) {
            throw new IOException("a webhook was answered " + status);
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the server closed the connection");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
