package telephony.adapters.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import telephony.store.Durability;
import telephony.store.StoreUnavailableException;
import telephony.testkit.Calls;
import telephony.testkit.HandClock;

class KilledWriterTest {

    private static final int COMMITS_BEFORE_THE_KILL = 300;
    private static final int SIGKILL_EXIT = 137;

    @TempDir
    Path folder;

    /** More than once: when the kill comes in the middle of a write is chance. */
    @RepeatedTest(3)
    void noAcknowledgedCommitShouldBeLostWhenTheWritingProcessIsKilled() throws Exception {
        Path file = folder.resolve("store");
        List<String> acknowledged = writeUntilKilled(file);

        try (JdbcStores stores = new JdbcStores()) {
            JdbcTelephonyStore store = new JdbcTelephonyStore(
                    stores.database(JdbcSettings.h2(file)), InstantSource.system(), JdbcStores.random());

            assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(COMMITS_BEFORE_THE_KILL);
            assertThat(acknowledged)
                    .allMatch(roomSid -> store.findNewestByRoomSid(roomSid).isPresent())
                    .allMatch(roomSid ->
                            store.findInboxEntry(roomSid.replace("RM_", "EV_")).isPresent());
        }
    }

    @Test
    void withoutTheWriteDelayOfZeroTheStoreShouldNotClaimToKeepCommits() {
        String url = JdbcSettings.h2(folder.resolve("delayed")).url().replace("WRITE_DELAY=0", "WRITE_DELAY=500");
        try (JdbcStores stores = new JdbcStores()) {
            JdbcSettings delayed = new JdbcSettings(
                    url, null, null, 2, JdbcSettings.DEFAULT_CONNECTION_WAIT, JdbcSettings.DEFAULT_STATEMENT_TIME);

            assertThat(stores.migrated(delayed, new HandClock(Calls.START)).durability())
                    .isEqualTo(Durability.BEST_EFFORT);
        }
    }

    private static List<String> writeUntilKilled(Path file) throws Exception {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledWriter.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> acknowledged = new ArrayList<>();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
            String line = said.readLine();
            while (line != null) {
                acknowledged.add(line);
                if (acknowledged.size() == COMMITS_BEFORE_THE_KILL) {
                    refuseASecondProcess(file);
                    // Not through the Process: that would close the stream with what was acknowledged.
                    writer.toHandle().destroyForcibly();
                }
                line = said.readLine();
            }
        }
        assertThat(writer.waitFor()).isEqualTo(SIGKILL_EXIT);
        return acknowledged;
    }

    private static void refuseASecondProcess(Path file) {
        try (JdbcDatabase taken = new JdbcDatabase(JdbcSettings.h2(file))) {
            assertThatThrownBy(taken::tableTrouble)
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("another process has")
                    .hasMessageContaining("one process at a time");
        }
    }
}
