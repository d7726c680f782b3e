package telephony.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import telephony.adapters.http.Readiness;
import telephony.directory.DirectoryWatch;
import telephony.directory.Tenant;
import telephony.observe.TelephonyListener;
import telephony.testkit.FakeDirectory;

class DirectoryLookoutTest {

    private static final Readiness OTHERS = new Readiness(true, Map.of("livekit", "reachable"));
    private static final String DOWN =
            "as it was at revision 2, because it cannot be read now: the fake directory is down";

    private final FakeDirectory store =
            new FakeDirectory().with(new Tenant("acme", "Acme", null), new Tenant("beta", "Beta", null));
    private final DirectoryWatch watch = new DirectoryWatch(store);
    private final List<String> told = new ArrayList<>();
    private final DirectoryLookout lookout = lookout();

    private DirectoryLookout lookout() {
        watch.refresh();
        return new DirectoryLookout(watch, new TelephonyListener() {
            @Override
            public void onTrouble(String what, Throwable cause) {
                told.add(what + ": " + cause.getMessage());
            }
        });
    }

    private String shown() {
        return lookout.readiness(OTHERS).components().get("directory");
    }

    @Test
    void aDirectoryThatCannotBeReadShouldGoOnAnsweringAndBeToldOnce() {
        store.setDown(true);

        lookout.look();
        lookout.look();

        assertThat(told)
                .containsExactly("the directory cannot be read; as it was at revision 2 it goes on answering: the fake"
                        + " directory is down");
        assertThat(watch.snapshot().tenant("acme")).isPresent();
        assertThat(shown()).isEqualTo(DOWN);
        assertThat(lookout.readiness(OTHERS).ready())
                .as("it still answers calls")
                .isTrue();
        assertThat(lookout.readiness(OTHERS).components()).containsEntry("livekit", "reachable");
    }

    @Test
    void aDirectoryThatCanBeReadAgainShouldBeToldOfWhenItFailsAnew() {
        store.setDown(true);
        lookout.look();
        store.setDown(false);
        store.with(new Tenant("gamma", "Gamma", null));
        lookout.look();

        assertThat(shown()).isEqualTo("revision 3");

        store.setDown(true);
        lookout.look();
        assertThat(told).hasSize(2);
    }

    /** Somebody else may have refreshed the same snapshot before this looked. */
    @Test
    void aDirectoryThatWentBackShouldBeToldOfThoughItWasRefreshedMeanwhile() {
        store.forget();
        store.with(new Tenant("old", "Old", null));
        watch.refresh();

        lookout.look();
        lookout.look();

        assertThat(told)
                .containsExactly("the directory went back, as after a restored backup or a loss, and is taken as it is"
                        + " now: it was at revision 2 and is at revision 1");
        assertThat(watch.snapshot().tenant("acme")).isEmpty();
        assertThat(shown()).isEqualTo("revision 1");
    }
}
