package telephony.app.figures;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One server in a Java process of its own; ended by its process when it is closed. */
final class Server implements AutoCloseable {

    private static final int START_SECONDS = 30;
    private static final int STOP_SECONDS = 10;

    private final Process process;
    private final int port;

    private Server(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Javalin as it is named in {@link Rival}. */
    static Server rival(String name) throws Exception {
        List<String> command = java();
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Rival.class.getName(), name));
        return start(command, Map.of(), Figures.PORT_LINE);
    }

    /** The packaged jar's {@code serve} with these settings. */
    static Server product(String jar, Map<String, String> settings, String... options) throws Exception {
        List<String> command = java();
        command.addAll(List.of(options));
        command.addAll(List.of("-Dorg.slf4j.simpleLogger.defaultLogLevel=error", "-jar", jar, "serve"));
        return start(command, settings, "Listening on 127.0.0.1:");
    }

    /** A command of the packaged jar, to its end. */
    static void run(String jar, Map<String, String> settings, String subcommand) throws Exception {
        List<String> command = java();
        command.addAll(List.of("-jar", jar, subcommand));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(settings);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), Charset.defaultCharset());
        if (process.waitFor() != 0) {
            throw new IOException(subcommand + " failed: " + said);
        }
    }

    private static List<String> java() {
        return new ArrayList<>(
                List.of(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java"));
    }

    private static Server start(List<String> command, Map<String, String> settings, String portAfter) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(settings);
        Process process = builder.start();
        CompletableFuture<Integer> port = new CompletableFuture<>();
        Thread reader = new Thread(() -> read(process, portAfter, port), "figures-output");
        reader.setDaemon(true);
        reader.start();
        try {
            return new Server(process, port.get(START_SECONDS, TimeUnit.SECONDS));
        } catch (Exception e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** To the end, or the process would stop when the pipe is full. */
    private static void read(Process process, String portAfter, CompletableFuture<Integer> port) {
        StringBuilder said = new StringBuilder();
        try (BufferedReader out = process.inputReader()) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                int at = line.indexOf(portAfter);
                if (!port.isDone() && at >= 0) {
                    String rest = line.substring(at + portAfter.length());
                    port.complete(Integer.parseInt(rest.replaceFirst("\\D.*", "")));
                } else if (!port.isDone()) {
                    said.append(line).append('\n');
                }
            }
            port.completeExceptionally(new IOException("the server ended: " + said));
        } catch (IOException e) {
            port.completeExceptionally(e);
        }
    }

    int port() {
        return port;
    }

    /** Processor time that it has used. */
    Duration cpu() {
        return Processors.used(Stream.of(process.toHandle()));
    }

    /** Lets it collect its garbage, so that what its heap holds is what is used. */
    void collect() throws Exception {
        Process tool = new ProcessBuilder(
                        System.getProperty("java.home") + File.separator + "bin" + File.separator + "jcmd",
                        Long.toString(process.pid()),
                        "GC.run")
                .redirectErrorStream(true)
                .start();
        String said = new String(tool.getInputStream().readAllBytes(), Charset.defaultCharset());
        if (tool.waitFor() != 0) {
            throw new IOException("no collection: " + said);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** What it answers to this path. */
    String get(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** Asks until the path answers 200. */
    void untilReady(String path) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (System.nanoTime() < end) {
            try {
                if (client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
            } catch (IOException e) {
                // Not listening yet.
            }
            Thread.onSpinWait();
        }
        throw new IOException("not ready within " + START_SECONDS + " s");
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit()
                .orTimeout(STOP_SECONDS, TimeUnit.SECONDS)
                .exceptionally(late -> process.destroyForcibly())
                .join();
    }
}
