package telephony.app.figures;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A Redis of the system on a free port, with an append-only file, and its own tool. */
final class RedisServer implements AutoCloseable {

    private static final int REQUESTS = 60_000;
    private static final int ROW_CHARS = 2_600;
    private static final int LINE_CHARS = 330;
    private static final int ENTRY_CHARS = 200;

    private final Path folder = Files.createTempDirectory("figures-redis");
    private final int port;
    private final Process process;

    RedisServer(String appendfsync) throws Exception {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        process = new ProcessBuilder(
                        "redis-server",
                        "--port",
                        Integer.toString(port),
                        "--bind",
                        "127.0.0.1",
                        "--dir",
                        folder.toString(),
                        "--appendonly",
                        "yes",
                        "--appendfsync",
                        appendfsync,
                        "--save",
                        "")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        awaitListening();
    }

    private void awaitListening() throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (System.nanoTime() < end) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return;
            } catch (IOException e) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
        throw new IOException("redis-server did not start; see " + folder.resolve("log"));
    }

    /** Processor time that it has used. */
    Duration cpu() {
        return Processors.used(Stream.of(process.toHandle()));
    }

    Map<String, String> settings() {
        return Map.of("TELEPHONY_STORE", "redis", "TELEPHONY_STORE_URL", uri());
    }

    String uri() {
        return "redis://127.0.0.1:" + port;
    }

    /** Scripts per second, each with the reads and writes of one webhook. */
    double sameWritesPerSecond() throws Exception {
        String script = "redis.call('GET', KEYS[1]) redis.call('SET', KEYS[1], ARGV[1])"
                + " redis.call('SET', KEYS[2], ARGV[2]) redis.call('ZADD', KEYS[3], 1, KEYS[2])"
                + " redis.call('RPUSH', KEYS[4], ARGV[3], ARGV[3]) redis.call('ZADD', KEYS[5], 1, KEYS[1]) return 1";
        List<String> command = new ArrayList<>(
                List.of("redis-benchmark", "-p", Integer.toString(port), "-c", Integer.toString(Load.CONNECTIONS)));
        command.addAll(List.of("-n", Integer.toString(REQUESTS), "-r", "100000", "--csv", "EVAL", script, "5"));
        command.addAll(List.of("{s}row:__rand_int__", "{s}event:__rand_int__", "{s}events", "{s}lines:__rand_int__"));
        command.addAll(List.of("{s}open", "x".repeat(ROW_CHARS), "y".repeat(ENTRY_CHARS), "z".repeat(LINE_CHARS)));
        Process tool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String[] lines = said.strip().split("\n");
        String[] figures = lines[lines.length - 1].split("\",\"");
        if (tool.waitFor() != 0 || figures.length < 2) {
            throw new IOException("redis-benchmark: " + said);
        }
        return Double.parseDouble(figures[1].replace("\"", ""));
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit()
                .orTimeout(10, TimeUnit.SECONDS)
                .exceptionally(late -> process.destroyForcibly())
                .join();
    }
}
