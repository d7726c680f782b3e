package telephony.adapters.routing;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import telephony.adapters.yaml.YamlFileException;
import telephony.routing.AgentConfig;
import telephony.routing.RoutingDecision;
import telephony.routing.RoutingRequest;
import telephony.routing.Rung;
import telephony.testkit.Calls;
import telephony.testkit.HandClock;

/** A folder with a routing file in it, and what a test asks of it. */
record RoutingFolder(Path folder, HandClock clock) {

    static final RoutingFile.Fallback FALLBACK =
            new RoutingFile.Fallback(AgentConfig.named("phone-agent"), Rung.DEFAULT);

    static RoutingFolder in(Path folder) {
        return new RoutingFolder(folder, new HandClock(Calls.START));
    }

    Path file() {
        return folder.resolve("routing.yaml");
    }

    void write(String... lines) throws IOException {
        Files.writeString(file(), String.join("\n", lines));
    }

    RoutingFile open(String... lines) throws IOException {
        return open(FALLBACK, lines);
    }

    RoutingFile open(RoutingFile.Fallback fallback, String... lines) throws IOException {
        write(lines);
        return new RoutingFile(file(), fallback, clock);
    }

    List<String> problems(String... lines) throws IOException {
        write(lines);
        YamlFileException refused =
                catchThrowableOfType(YamlFileException.class, () -> new RoutingFile(file(), FALLBACK, clock));
        return refused == null ? List.of() : refused.problems();
    }

    static RoutingRequest to(String number) {
        return new RoutingRequest("+15551231", number, "ST_1", "SDR_1", "room", Map.of(), Calls.START);
    }

    static RoutingDecision.Dispatch dispatch(RoutingFile rules, String number) {
        return (RoutingDecision.Dispatch) rules.route(to(number)).orElseThrow();
    }
}
