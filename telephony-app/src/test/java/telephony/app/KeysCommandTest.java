package telephony.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import telephony.access.ApiKey;
import telephony.testkit.Calls;
import telephony.testkit.HandClock;

/** Keys from the command line, in an H2 file; S25. */
class KeysCommandTest {

    private final HandClock clock = new HandClock(Calls.START);
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Map<String, String> settings = new HashMap<>();

    @TempDir
    Path folder;

    @BeforeEach
    void aFile() {
        settings.put(Names.STORE, "h2");
        settings.put(Names.STORE_URL, folder.resolve("calls").toString());
    }

    private int run(String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        Main.Starter none = config -> {
            throw new IllegalStateException("keys starts nothing");
        };
        Main.Surroundings around =
                new Main.Surroundings(settings, none, System.in, (InstantSource) clock, SipLink::open);
        return Main.run(args, around, new PrintWriter(out, true), new PrintWriter(err, true));
    }

    private String create(String... more) {
        String[] args = new String[6 + more.length];
        System.arraycopy(new String[] {"keys", "create", "--name", "dash", "--scope", "calls:read"}, 0, args, 0, 6);
        System.arraycopy(more, 0, args, 6, more.length);
        assertThat(run(args)).as(err.toString()).isZero();
        return out.toString().strip();
    }

    private static String idOf(String text) {
        return text.split("_")[1];
    }

    private Optional<ApiKey> authenticated(String text) {
        try (OpenStore store = OpenStore.open(AppConfig.storeOf(settings, Map.of()), clock)) {
            return store.apiKeys().ring().authenticate(text);
        }
    }

    @Test
    void createShouldPrintTheKeyAloneSoThatAScriptCanTakeIt() {
        String text = create("--tenant", "acme", "--expires", "90d");

        assertThat(text).matches("tk_[0-9a-z]{12}_[0-9a-f]{64}");
        assertThat(err.toString())
                .contains("shown this once", "from now on every request to the API needs a key")
                .doesNotContain(text);
        ApiKey key = authenticated(text).orElseThrow();
        assertThat(key.grant().tenantId()).isEqualTo("acme");
        assertThat(key.life().expiresAt()).isEqualTo(Calls.START.plus(Duration.ofDays(90)));
        create();
        assertThat(err.toString()).doesNotContain("It is the first");
    }

    @Test
    void s25ListShouldShowAllButTheSecrets() throws Exception {
        String text = create("--scope", "calls:write", "--tenant", "acme");
        String secret = text.substring(text.lastIndexOf('_') + 1);

        assertThat(run("keys", "list")).isZero();
        assertThat(out.toString())
                .contains(idOf(text), "active", "calls:read,calls:write", "acme", "dash", "2026-11-21T10:00:00Z")
                .doesNotContain(secret);
        assertThat(run("keys", "list", "--json")).isZero();
        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(json.at("/items/0/id").asText()).isEqualTo(idOf(text));
        assertThat(out.toString()).doesNotContain(secret).doesNotContain("hash");
    }

    @Test
    void aRevokedKeyShouldBeNoGood() {
        String text = create();

        assertThat(run("keys", "revoke", idOf(text))).isZero();

        assertThat(out.toString()).contains("is revoked");
        assertThat(authenticated(text)).isEmpty();
        run("keys", "list");
        assertThat(out.toString()).contains("revoked");
    }

    @Test
    void aReplacedKeyShouldGoOnForTheOverlap() {
        String old = create();

        assertThat(run("keys", "rotate", idOf(old), "--overlap", "2h")).isZero();
        String next = out.toString().strip();

        assertThat(authenticated(old)).isPresent();
        clock.advance(Duration.ofHours(2));
        assertThat(authenticated(old)).isEmpty();
        assertThat(authenticated(next)).isPresent();
        assertThat(run("keys", "rotate", idOf(old))).isEqualTo(1);
        assertThat(err.toString()).contains("was replaced by " + idOf(next));
    }

    @Test
    void createShouldWriteJsonWhenAsked() throws Exception {
        assertThat(run("keys", "create", "--name", "x", "--scope", "admin", "--json"))
                .isZero();

        assertThat(new ObjectMapper().readTree(out.toString()).path("key").asText())
                .startsWith("tk_");
    }

    @Test
    void anEmptyStoreShouldBeSaidSo() {
        assertThat(run("keys", "list")).isZero();

        assertThat(out.toString()).contains("There is no key.");
    }

    @Test
    void whatIsNotThereShouldBeSaidSo() {
        assertThat(run("keys", "revoke", "nobody")).isEqualTo(1);
        assertThat(err.toString()).contains("Nothing was done: there is no key of this id");
    }

    @Test
    void wrongUsageShouldBeTwoAndMakeNoKey() {
        assertThat(run("keys")).isEqualTo(2);
        assertThat(run("keys", "create", "--name", "x")).isEqualTo(2);
        assertThat(run("keys", "create", "--name", "x", "--scope", "root")).isEqualTo(2);
        assertThat(err.toString()).contains("there is calls:read, calls:write");
        assertThat(run("keys", "create", "--name", "x", "--scope", "admin", "--expires", "soon"))
                .isEqualTo(2);
        assertThat(run("keys", "create", "--name", "x", "--scope", "admin", "--tenant", "t"))
                .isEqualTo(1);
        run("keys", "list");
        assertThat(out.toString()).contains("There is no key.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "caffeine"})
    void aStoreInMemoryShouldHaveItsKeysKeptByTheServer(String kind) {
        settings.put(Names.STORE, kind);
        settings.remove(Names.STORE_URL);

        assertThat(run("keys", "create", "--name", "x", "--scope", "admin")).isEqualTo(2);

        assertThat(err.toString()).contains("POST /telephony/keys");
        assertThat(out.toString()).isEmpty();
    }
}
