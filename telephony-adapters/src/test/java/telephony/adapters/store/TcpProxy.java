package telephony.adapters.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stands between a client and a server on this machine, and can become a hole: it takes all and gives nothing. */
final class TcpProxy implements AutoCloseable {

    private static final int BUFFER = 8192;

    private final int target;
    private final int port;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile ServerSocket entrance;
    private volatile boolean swallowing;

    /** @param target port of the server */
    TcpProxy(int target) throws IOException {
        this.target = target;
        this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.port = entrance.getLocalPort();
        start(() -> accept(entrance));
    }

    int port() {
        return port;
    }

    /** Swallows what comes from either side from now on, on connections that are open and on new ones. */
    void swallow() {
        swallowing = true;
    }

    /** Breaks all connections and refuses new ones. */
    void refuse() {
        close();
    }

    /** Works again; a connection that was swallowed is broken. */
    void recover() {
        try {
            sockets.forEach(TcpProxy::close);
            swallowing = false;
            if (entrance.isClosed()) {
                ServerSocket again = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
                entrance = again;
                start(() -> accept(again));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerSocket from) {
        try {
            while (!from.isClosed()) {
                Socket client = from.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                sockets.add(client);
                sockets.add(server);
                start(() -> pump(client, server));
                start(() -> pump(server, client));
            }
        } catch (IOException e) {
            // It was closed, or the server is gone: so nobody is let in.
        }
    }

    private void pump(Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (!swallowing) {
                    out.write(buffer, 0, read);
                }
            }
        } catch (IOException e) {
            // One side is gone, so the other one goes as well.
        }
        close(from);
        close(to);
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "tcp-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(AutoCloseable what) {
        try {
            what.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        close(entrance);
        sockets.forEach(TcpProxy::close);
    }
}
