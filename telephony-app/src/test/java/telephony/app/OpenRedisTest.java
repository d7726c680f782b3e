package telephony.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.embedded.RedisServer;
import telephony.call.TelephonyCall;
import telephony.store.Commit;
import telephony.store.StoreUnavailableException;
import telephony.testkit.Calls;

class OpenRedisTest {

    @TempDir
    Path folder;

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private static Map<String, String> settings(int port) {
        return Map.of(Names.STORE, "redis", Names.STORE_URL, "redis://127.0.0.1:" + port);
    }

    private static OpenStore open(Map<String, String> settings) {
        return OpenStore.open(AppConfig.storeOf(settings, Map.of()), InstantSource.system());
    }

    @Test
    void aRedisShouldBeOpenedByItsAddressAndSayWhatItPromises() throws IOException {
        int port = freePort();
        RedisServer server = RedisServer.newRedisServer()
                .port(port)
                .bind("127.0.0.1")
                .setting("dir " + folder)
                .setting("appendonly yes")
                .setting("appendfsync always")
                .build();
        server.start();
        try {
            TelephonyCall call = Calls.inbound("RM_1", "SCL_1");
            try (OpenStore store = open(settings(port))) {
                assertThat(store.name()).isPresent();
                assertThat(store.description()).startsWith("redis (committed)");
                assertThat(store.calls().commit(Commit.ofRow(call, List.of()))).isEqualTo(Commit.Result.STORED);
            }
            try (OpenStore again = open(settings(port))) {
                assertThat(again.calls().find(call.callId())).isPresent();
            }
        } finally {
            server.stop();
        }
    }

    @Test
    void aRedisThatIsNotThereShouldBeSaid() throws IOException {
        Map<String, String> nowhere = settings(freePort());

        assertThatThrownBy(() -> open(nowhere)).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void anAddressOfAnotherKindOrNoneShouldBeRefusedWithoutBeingRepeated() {
        assertThatThrownBy(() -> AppConfig.storeOf(
                        Map.of(Names.STORE, "redis", Names.STORE_URL, "http://u:opensesame@host"), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("redis://")
                .hasMessageNotContaining("opensesame");
        assertThatThrownBy(() -> AppConfig.storeOf(Map.of(Names.STORE, "redis"), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("TELEPHONY_STORE_URL: is missing");
    }

    @Test
    void migrateShouldHaveNothingToDo() {
        StringWriter out = new StringWriter();
        PrintWriter lines = new PrintWriter(out, true);
        Main.Starter none = config -> {
            throw new IllegalStateException("migrate starts nothing");
        };

        assertThat(Main.run(new String[] {"migrate"}, settings(6379), none, lines, lines))
                .isZero();
        assertThat(out.toString()).contains("'redis' has no tables");
    }
}
