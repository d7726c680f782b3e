package telephony.adapters.store;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import redis.embedded.core.ExecutableProvider;

/** A real Redis server, which keeps its files in a folder and can be killed, stopped and started again on the same port. */
final class RedisProcess implements AutoCloseable {

    private static final Path EXECUTABLE = executable();
    private static final Pattern READY = Pattern.compile("Ready to accept connections|\\+monitor master");

    private final Path folder;
    private final int port = freePort();
    private Process process;

    /** Starts one, with these arguments beside port and folder. */
    RedisProcess(Path folder, String... arguments) {
        this.folder = folder;
        start(arguments);
    }

    /** Starts a Sentinel that puts a replica in this master's place within some seconds of its death. */
    static RedisProcess sentinelOf(RedisProcess master, Path folder) {
        Path file = folder.resolve("sentinel.conf");
        try {
            Files.writeString(
                    file,
                    "sentinel monitor calls 127.0.0.1 " + master.port + " 1\n"
                            + "sentinel down-after-milliseconds calls 500\n"
                            + "sentinel failover-timeout calls 2000\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new RedisProcess(folder, file.toString(), "--sentinel");
    }

    private static Path executable() {
        try {
            File folder = Files.createTempDirectory("redis").toFile();
            File file = ExecutableProvider.newJarResourceProvider(folder).get();
            file.deleteOnExit();
            folder.deleteOnExit();
            return file.toPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int freePort() {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it again; it is not running. */
    void start(String... arguments) {
        List<String> command = new ArrayList<>(List.of(EXECUTABLE.toString()));
        // A configuration file must come first.
        command.addAll(List.of(arguments));
        command.addAll(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1", "--dir", folder.toString()));
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
            BufferedReader said =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            StringBuilder all = new StringBuilder();
            String line = said.readLine();
            while (line != null && !READY.matcher(line).find()) {
                all.append(line).append('\n');
                line = said.readLine();
            }
            if (line == null) {
                throw new IllegalStateException("Redis did not start:\n" + all);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String uri() {
        return "redis://127.0.0.1:" + port;
    }

    int port() {
        return port;
    }

    /** Ends it like a crash. */
    void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** It hangs: its sockets stay open, and nothing is answered. */
    void freeze() {
        signal("STOP");
        while (!isFrozen()) {
            Thread.onSpinWait();
        }
    }

    /** The signal takes its time on a busy machine. */
    private boolean isFrozen() {
        try {
            Process state = new ProcessBuilder("ps", "-o", "state=", "-p", Long.toString(process.pid())).start();
            return new String(state.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                    .strip()
                    .startsWith("T");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** It goes on. */
    void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            int exit = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IllegalStateException("kill -" + name + " ended with " + exit);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kill();
    }
}
