package telephony.app.figures;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the time of the processors goes. */
final class Processors {

    private Processors() {}

    /** Processor time that these have used since they began. */
    static Duration used(Stream<ProcessHandle> processes) {
        return processes
                .map(ProcessHandle::info)
                .map(ProcessHandle.Info::totalCpuDuration)
                .flatMap(Optional::stream)
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** Processor time that this process has used. */
    static Duration here() {
        return used(Stream.of(ProcessHandle.current()));
    }

    /** Milliseconds for each of so many. */
    static double millisEach(Duration used, long count) {
        return used.toNanos() / 1e6 / count;
    }
}
