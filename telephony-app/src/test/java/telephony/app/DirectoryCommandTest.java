package telephony.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The directory in and out by the command line, on the whole server. */
@Timeout(60)
class DirectoryCommandTest {

    private static final String DIRECTORY =
            """
            tenants:
            - id: acme
              name: Acme
              defaultAgentId: sales
            agents:
            - id: sales
              tenantId: acme
              name: Sales
              status: active
              config: {name: phone, prompt: "Be brief.\\nBe kind.", tools: [{name: book, seats: 4}]}
            numbers:
            - number: "+919876543210"
              tenantId: acme
              agentIds: [sales]
              legacy: {_id: k17, old: "007"}
            campaigns:
            - id: spring
              tenantId: acme
              name: Spring
              agentId: sales
              numbers: ["+919876543210"]
              hours:
                zone: Asia/Kolkata
                days: {monday: ["09:00-17:30"]}
                outside: {then: reject}
              activeFrom: "2026-11-21T10:00:00Z"
            """;

    private SimulatedSwitchboard all;
    private String printed = "";
    private String told = "";

    @TempDir
    Path folder;

    @BeforeEach
    void serve() {
        Map<String, String> settings = Map.of(
                "TELEPHONY_HOST", "127.0.0.1",
                "TELEPHONY_PORT", "0",
                "TELEPHONY_STORE", "memory",
                "TELEPHONY_DEFAULT_REGION", "US");
        all = SimulatedSwitchboard.start(
                0, settings, Map.of(), config -> new Wiring(config, InstantSource.system()).start());
    }

    @AfterEach
    void stop() {
        all.close();
    }

    private int run(String... arguments) {
        return run(Map.of("TELEPHONY_URL", all.url()), arguments);
    }

    private int run(Map<String, String> environment, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Main.Surroundings around = new Main.Surroundings(
                environment,
                config -> {
                    throw new IllegalStateException("nothing is started here");
                },
                new ByteArrayInputStream(new byte[0]),
                InstantSource.system(),
                SipLink::open);
        int code = Main.run(arguments, around, new PrintWriter(out, true), new PrintWriter(err, true));
        printed = out.toString();
        told = err.toString();
        return code;
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("directory.yaml"), text);
    }

    @Test
    void whatIsExportedShouldBeImportedAndExportedAlike() throws IOException {
        assertThat(run("directory", "import", file(DIRECTORY).toString()))
                .as(told)
                .isZero();
        assertThat(printed).contains("4 added, 0 changed, 0 as they were");
        assertThat(run("directory", "export")).isZero();
        String exported = printed;

        assertThat(run("directory", "import", file(exported).toString()))
                .as(told + exported)
                .isZero();
        assertThat(printed).contains("0 added, 0 changed, 4 as they were");
        assertThat(run("directory", "export")).isZero();

        assertThat(printed).isEqualTo(exported).contains("'+919876543210'", "_id: k17", "zone: Asia/Kolkata");
    }

    @Test
    void everythingThatIsWrongShouldBeToldWithItsPlace() throws IOException {
        String wrong = DIRECTORY.replace("zone: Asia/Kolkata", "zone: Mars").replace("status: active", "status: on");

        assertThat(run("directory", "import", file(wrong).toString())).isEqualTo(1);

        assertThat(told)
                .contains("line 9, column 11: /agents/0/status: Give active or inactive.")
                .contains("line 23, column 11: /campaigns/0/hours/zone: Give a zone such as Europe/Paris.");
    }

    @Test
    void aLargeDirectoryShouldBeSeveralDocumentsAndStayAsItIs() throws IOException {
        StringBuilder many = new StringBuilder(DIRECTORY).append("---\nnumbers:\n");
        for (int i = 0; i < 1_000; i++) {
            many.append("- {number: \"+1212555").append(1_000 + i).append("\", agentIds: [sales], tenantId: acme}\n");
        }
        assertThat(run("directory", "import", file(many.toString()).toString()))
                .as(told)
                .isZero();
        assertThat(printed).contains("1004 added");
        assertThat(run("directory", "export")).isZero();
        String exported = printed;

        assertThat(exported.lines().filter("---"::equals)).hasSizeGreaterThan(1);
        assertThat(run("directory", "import", file(exported).toString()))
                .as(told)
                .isZero();
        assertThat(printed).contains("0 added, 0 changed, 1004 as they were");
        String wrong = DIRECTORY + "---\nnumbers:\n- number: 1\n";
        assertThat(run("directory", "import", file(wrong).toString())).isEqualTo(1);
        assertThat(told).contains("line 29, column 11: /numbers/0/number");
    }

    @Test
    void anEntryThatNamesNobodyShouldBeToldWithItsPlace() throws IOException {
        String wrong = DIRECTORY.replace("agentIds: [sales]", "agentIds: [sale]");

        assertThat(run("directory", "import", file(wrong).toString())).isEqualTo(1);

        assertThat(told).contains("line 14, column 14: /numbers/0/agentIds/0").contains("there is no agent sale");
    }

    @Test
    void aFileShouldBeCheckedWithoutAServer() throws IOException {
        String path = file(DIRECTORY).toString();
        assertThat(run(AppConfigTest.minimal(), "check-config", "--directory", path))
                .as(told)
                .isZero();
        file(DIRECTORY.replace("agentIds: [sales]", "agentIds: [sale]"));

        assertThat(run(AppConfigTest.minimal(), "check-config", "--directory", path))
                .isEqualTo(2);
        assertThat(told).contains("line 14, column 14: /numbers/0/agentIds/0").contains("there is no agent sale");
    }

    @Test
    void aFileThatIsNoDirectoryShouldNotBeSent() throws IOException {
        assertThat(run("directory", "import", file("agent: {}\ntenants: {}\n").toString()))
                .isEqualTo(1);
        assertThat(told)
                .contains("line 1, column 8: agent: what can stand here: tenants, agents, numbers, campaigns")
                .contains("tenants: write a list below it");
        assertThat(run("directory", "import", folder.resolve("none").toString()))
                .isEqualTo(1);
        assertThat(told).contains("there is no such file");
        assertThat(run("directory")).isEqualTo(2);
    }
}
