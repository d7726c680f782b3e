package telephony.adapters.guards;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import telephony.guard.DoNotCallPort;
import telephony.guard.RegistryListing;

/**
 * National do-not-call registries from files: a number in E.164 on each line. A number takes 8 bytes of memory. Safe for any
 * number of threads.
 */
public final class DoNotCallFiles implements DoNotCallPort {

    /** Numbers of one file at most. */
    public static final int MAX_NUMBERS = 20_000_000;

    private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{6,14}");
    private static final int FIRST_ROOM = 1_024;

    private final Map<String, Registry> registries = new TreeMap<>();

    /** One import; the numbers are sorted. */
    private static final class Registry {
        private final long[] numbers;
        private final String version;
        private final Instant importedAt;

        Registry(long[] numbers, String version, Instant importedAt) {
            this.numbers = numbers;
            this.version = version;
            this.importedAt = importedAt;
        }

        RegistryListing look(long number) {
            return new RegistryListing(Arrays.binarySearch(numbers, number) >= 0, version, importedAt);
        }
    }

    /**
     * Adds the registry of a country, in place of the one before.
     *
     * @param country ISO 3166, two letters
     * @param file the numbers
     * @param importedAt when they were taken from the authority
     * @throws IllegalArgumentException when a line is no number, with its place, or there are too many
     * @throws IOException when the file cannot be read
     */
    public synchronized DoNotCallFiles add(String country, Path file, Instant importedAt) throws IOException {
        long[] numbers = new long[FIRST_ROOM];
        int count = 0;
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.US_ASCII)) {
            int place = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                place++;
                String number = line.strip();
                if (number.isEmpty()) {
                    continue;
                }
                if (!E164.matcher(number).matches() || count == MAX_NUMBERS) {
                    throw new IllegalArgumentException(
                            "line " + place + ": write a number in E.164 on each line, " + MAX_NUMBERS + " at most");
                }
                if (count == numbers.length) {
                    numbers = Arrays.copyOf(numbers, Math.min(MAX_NUMBERS, 2 * count));
                }
                numbers[count++] = Long.parseLong(number.substring(1));
            }
        }
        long[] sorted = Arrays.copyOf(numbers, count);
        Arrays.sort(sorted);
        registries.put(country, new Registry(sorted, "do-not-call-" + country + "-" + importedAt, importedAt));
        return this;
    }

    @Override
    public synchronized Optional<RegistryListing> look(String country, String number) {
        return Optional.ofNullable(registries.get(country))
                .filter(registry -> E164.matcher(number).matches())
                .map(registry -> registry.look(Long.parseLong(number.substring(1))));
    }
}
