package telephony.adapters.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import livekit.LivekitAgentDispatch.AgentDispatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import telephony.dispatch.LiveKitAnswer;
import telephony.dispatch.LiveKitAnswer.Kind;

/** Without a server that proves who it is, nothing leaves. */
final class TlsTest {

    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    Path dir;

    @Test
    void aServerThatIsNotTrustedShouldBeRefused() throws Exception {
        SSLContext own = context("localhost");

        assertThat(create(own, null)).isEqualTo(Kind.REFUSED);
    }

    @Test
    void aServerOfAnotherNameShouldBeRefused() throws Exception {
        SSLContext own = context("other.example");

        assertThat(create(own, own)).isEqualTo(Kind.REFUSED);
    }

    @Test
    void aServerThatIsTrustedShouldBeServed() throws Exception {
        SSLContext own = context("localhost");

        assertThat(create(own, own)).isEqualTo(Kind.DONE);
    }

    @Test
    void aServerThatSpeaksNoTlsShouldBeRefused() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                LiveKitApi api = Api.patient("wss://127.0.0.1:" + server.getLocalPort())) {
            CompletableFuture<Void> served = CompletableFuture.runAsync(() -> {
                try (Socket socket = server.accept()) {
                    socket.getInputStream().read();
                    socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                    socket.getOutputStream().flush();
                    socket.getInputStream().readAllBytes();
                } catch (IOException e) {
                    // The client is gone.
                }
            });

            LiveKitAnswer<String> answer = Api.answer(api.dispatches().create(Api.order()));

            // A client that is slow to read finds the connection closed before it finds that there is no TLS on it.
            assertThat(answer.kind()).as(answer.detail()).isIn(Kind.REFUSED, Kind.AMBIGUOUS);
            served.get(10, TimeUnit.SECONDS);
        }
    }

    private Kind create(SSLContext own, SSLContext trusted) throws Exception {
        AtomicInteger requests = new AtomicInteger();
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.setHttpsConfigurator(new HttpsConfigurator(own));
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            byte[] answer = AgentDispatch.newBuilder().setId("AD_1").build().toByteArray();
            exchange.getResponseHeaders().add("Content-Type", "application/protobuf");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        LiveKitConnection connection =
                new LiveKitConnection("wss://localhost:" + server.getAddress().getPort(), Api.KEY, Api.SECRET);
        try (LiveKitApi api = new LiveKitApi(connection, () -> Api.NOW, Api::number, trusted)) {
            LiveKitAnswer<String> answer = Api.answer(api.dispatches().create(Api.order()));
            assertThat(requests.get()).isEqualTo(answer.isDone() ? 1 : 0);
            return answer.kind();
        } finally {
            server.stop(0);
        }
    }

    /** A key of its own for this name, which also trusts itself. */
    private SSLContext context(String name) throws Exception {
        Path file = dir.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=dns:" + name,
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", keys.getCertificate("server"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
