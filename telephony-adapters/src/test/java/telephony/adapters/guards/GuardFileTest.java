package telephony.adapters.guards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import telephony.adapters.ClassPathWithout;
import telephony.adapters.yaml.YamlFileException;
import telephony.guard.GuardPolicy;
import telephony.guard.HolidayDates;
import telephony.guard.Limits;
import telephony.guard.NumberKind;
import telephony.guard.RegistryListing;

class GuardFileTest {

    @TempDir
    private Path place;

    private GuardFolder folder;

    @BeforeEach
    void openFolder() {
        folder = new GuardFolder(place);
    }

    @Test
    void theStarterRulesAloneShouldAllowNoCountry() {
        GuardPolicy starter = GuardFile.starter(GuardFolder.HOLIDAYS);

        assertThat(starter.destinations().countries()).isEmpty();
        assertThat(starter.destinations().kinds())
                .doesNotContain(
                        NumberKind.PREMIUM_RATE,
                        NumberKind.SHARED_COST,
                        NumberKind.UAN,
                        NumberKind.PERSONAL,
                        NumberKind.PAGER,
                        NumberKind.VOICEMAIL,
                        NumberKind.UNKNOWN);
        assertThat(starter.version()).startsWith("starter-");
        assertThat(starter.contact().defaultPurpose()).isNull();
    }

    @Test
    void aNewTrunkShouldBeReadWithItsFirstDay() throws IOException {
        Limits limits = folder.open(
                        "rampUp: {callsPerSecond: [1, 3], trunks: {ST_new: 2026-11-20, ST_quoted: \"2026-11-21\"}}")
                .get()
                .limits();

        assertThat(limits.pace("ST_new", Instant.parse("2026-11-21T10:00:00Z")).perSecond())
                .isEqualTo(3);
        assertThat(limits.pace("ST_quoted", Instant.parse("2026-11-21T10:00:00Z"))
                        .perSecond())
                .isEqualTo(1);
        assertThat(limits.pace("ST_old", Instant.parse("2026-11-21T10:00:00Z")).isLimited())
                .isFalse();
    }

    @Test
    void whatIsWrongWithNewTrunksShouldBeFoundAllAtOnce() throws IOException {
        assertThat(folder.problems("rampUp: {callsPerSecond: [1, fast], trunks: {ST_new: soon}, days: 3}"))
                .hasSize(3)
                .anySatisfy(line -> assertThat(line).contains("rampUp.callsPerSecond", "is no whole number"))
                .anySatisfy(line -> assertThat(line).contains("rampUp.trunks.ST_new", "is no day"))
                .anySatisfy(line -> assertThat(line).contains("rampUp.days", "there is no such setting"));
        assertThat(folder.problems("rampUp: {trunks: {ST_new: 2026-11-20}}"))
                .singleElement()
                .asString()
                .contains("write callsPerSecond");
    }

    @Test
    void whatAFileSaysShouldChangeTheStarterRulesAndWhatItLeavesOutShouldStay() throws IOException {
        GuardPolicy policy = folder.open(
                        "countries: [US, DE]",
                        "prefixes:",
                        "  +1876: {allowed: true, price: 0.25}",
                        "  +49: {price: 0.02}",
                        "attempts:",
                        "  DE: {perDay: 1}",
                        "spend: {call: 2, day: {all: 100, acme: 25.5}}")
                .get();

        assertThat(policy.destinations().countries()).containsExactlyInAnyOrder("US", "DE");
        assertThat(policy.destinations().prefixes().blocked("+18765551234")).isEmpty();
        assertThat(policy.destinations().prefixes().blocked("+18095551234")).contains("caribbean");
        assertThat(policy.destinations().prefixes().pricePerMinute("+18765551234"))
                .contains(250_000L);
        assertThat(policy.contact().attempts().get("DE").perDay()).isEqualTo(1);
        assertThat(policy.contact().attempts().get("DE").quiet()).isEqualTo(Duration.ofDays(60));
        assertThat(policy.contact().attempts().get("FR").perMonth()).isEqualTo(4);
        assertThat(policy.limits().spend().call()).isEqualTo(2_000_000L);
        assertThat(policy.limits().spend().day().limits())
                .containsEntry("all", 100_000_000L)
                .containsEntry("acme", 25_500_000L);
        assertThat(policy.version()).startsWith("starter-").contains("+");
    }

    @Test
    void settingsShouldCountAsIfTheyStoodInTheFile() throws IOException {
        folder.write("countries: [DE]");
        GuardPolicy policy = new GuardFile(
                        folder.file(),
                        new GuardFile.Settings(Set.of("US"), Set.of("+14155550100")),
                        GuardFolder.HOLIDAYS)
                .get();

        assertThat(policy.destinations().countries()).containsExactlyInAnyOrder("US", "DE");
        assertThat(policy.callers().owned()).containsKey("+14155550100");
        assertThat(policy.version())
                .isNotEqualTo(folder.open("countries: [DE]").get().version());
    }

    @Test
    void allThatIsWrongShouldBeToldAtOnceWithItsPlace() throws IOException {
        assertThat(folder.problems(
                        "contries: [US]",
                        "countries: [usa]",
                        "prefixes:",
                        "  12: {blocked: no}",
                        "  +13: {blocked: dear, allowed: true}",
                        "windows:",
                        "  mine: {places: [US], purposes: [marketing], hours: {mon-sun: [21:00-08:00]}, closedOn: xx}",
                        "spend: {day: lots}",
                        "times: {callAtMost: long, ringing: 3s}",
                        "consent: {marketing: oral}",
                        "callerIds: {4155550100: {}}",
                        "velocity: {shortPercent: 101, perNumber: -1}"))
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line)
                                .startsWith(
                                        "line 1, column 1: contries: there is no such setting; did you mean countries?"),
                        line -> assertThat(line).startsWith("line 2, column 13: countries[0]: 'usa' cannot stand here"),
                        line -> assertThat(line).startsWith("line 4, column 3: prefixes.12: is no prefix"),
                        line -> assertThat(line).contains("prefixes.+13: is both blocked and allowed"),
                        line -> assertThat(line)
                                .contains("windows.mine.hours.mon-sun[0]: '21:00-08:00' cannot stand here"),
                        line -> assertThat(line).contains("windows.mine.closedOn: there is no such calendar"),
                        line -> assertThat(line).contains("spend.day: is no amount of money"),
                        line -> assertThat(line).contains("times.callAtMost: is no time"),
                        line -> assertThat(line).contains("times.ringing: there is no such setting"),
                        line -> assertThat(line).contains("consent.marketing: 'oral' is not one of"),
                        line -> assertThat(line).contains("callerIds.4155550100: is no number in E.164"),
                        line -> assertThat(line).contains("velocity.shortPercent: is more than 100"),
                        line -> assertThat(line).contains("velocity.perNumber: is no whole number"));
    }

    @Test
    void aRegistryShouldBeReadFromItsFile() throws IOException {
        Files.writeString(place.resolve("us.txt"), "+14155550100\n\n+12125550100\n");
        GuardFile file = folder.open("doNotCall: {registries: {US: {file: us.txt, imported: \"2026-11-01\"}}}");
        Instant imported = Instant.parse("2026-11-01T00:00:00Z");

        assertThat(file.look("US", "+12125550100")).get().satisfies(listing -> {
            assertThat(listing.listed()).isTrue();
            assertThat(listing.importedAt()).isEqualTo(imported);
        });
        assertThat(file.look("US", "+12125550101").map(RegistryListing::listed)).contains(false);
        assertThat(file.look("CA", "+16135550100")).isEmpty();
    }

    @Test
    void aRegistryThatCannotBeReadShouldBeAProblem() throws IOException {
        Files.writeString(place.resolve("bad.txt"), "+14155550100\n415\n");

        assertThat(folder.problems(
                        "doNotCall:",
                        "  registries:",
                        "    US: {file: none.txt, imported: \"2026-11-01\"}",
                        "    CA: {file: bad.txt, imported: \"2026-11-01\"}",
                        "    FR: {file: bad.txt, imported: yesterday}",
                        "    GB: {file: bad.txt}"))
                .satisfiesExactly(
                        line -> assertThat(line).contains("registries.US.file: cannot be read"),
                        line -> assertThat(line).contains("registries.CA.file: line 2: write a number"),
                        line -> assertThat(line).contains("registries.FR.imported: is no day"),
                        line -> assertThat(line).contains("registries.GB: a registry needs file and imported"));
    }

    @Test
    void aChangeShouldCountAfterTwoLooksAndAWrongOneNotAtAll() throws IOException {
        GuardFile file = folder.open("countries: [US]");
        String before = file.get().version();
        assertThat(file.reloadIfChanged()).isEqualTo(GuardFile.Reload.UNCHANGED);

        folder.write("countries: [US]", "off: {all: true}");
        assertThat(file.reloadIfChanged()).isEqualTo(GuardFile.Reload.UNCHANGED);
        assertThat(file.reloadIfChanged()).isEqualTo(GuardFile.Reload.TAKEN);
        assertThat(file.get().destinations().off().all()).isTrue();
        assertThat(file.get().version()).isNotEqualTo(before);

        folder.write("countries: all");
        assertThat(file.reloadIfChanged()).isEqualTo(GuardFile.Reload.UNCHANGED);
        assertThat(file.reloadIfChanged()).isEqualTo(GuardFile.Reload.REFUSED);
        assertThat(file.reloadIfChanged()).isEqualTo(GuardFile.Reload.UNCHANGED);
        assertThat(file.get().destinations().off().all()).isTrue();
        assertThat(file.problems()).hasSize(1);

        folder.write("countries: [US]");
        assertThat(file.reloadIfChanged()).isEqualTo(GuardFile.Reload.UNCHANGED);
        assertThat(file.reloadIfChanged()).isEqualTo(GuardFile.Reload.TAKEN);
        assertThat(file.problems()).isEmpty();
        assertThat(file.get().destinations().off().all()).isFalse();
    }

    @Test
    void aFileThatIsNotThereShouldBeAProblem() {
        assertThatThrownBy(() -> new GuardFile(place.resolve("none"), GuardFile.Settings.NONE, GuardFolder.HOLIDAYS))
                .isInstanceOf(YamlFileException.class)
                .hasMessage("there is no such file; check path and rights");
    }

    @Test
    void theExampleOfTheDocumentationShouldBeRead() throws IOException {
        String page = Files.readString(
                Path.of("").toAbsolutePath().resolveSibling("docs").resolve("guards.md"));
        Matcher example = Pattern.compile("<!-- example -->\\n```yaml\\n(.*?)```", Pattern.DOTALL)
                .matcher(page);
        assertThat(example.find()).isTrue();
        Files.writeString(place.resolve("dnc-us.txt"), "");

        assertThat(folder.problems(example.group(1))).isEmpty();
    }

    @Test
    void holidaysShouldBeThoseOfTheCountryAndItsPart() {
        LocalDate from = LocalDate.parse("2026-07-01");
        LocalDate to = LocalDate.parse("2026-07-31");

        HolidayDates french = GuardFolder.HOLIDAYS.between("fr", from, to).orElseThrow();
        assertThat(french.dates()).containsExactly(LocalDate.parse("2026-07-14"));
        assertThat(french.isOrdinary(LocalDate.parse("2026-07-15"))).isTrue();
        assertThat(french.isOrdinary(LocalDate.parse("2026-08-01")))
                .as("not asked about")
                .isFalse();
        assertThat(GuardFolder.HOLIDAYS.between("us-fl", from, to)).isPresent();
        for (String unknown : new String[] {"", "xx", "fr-", "us-zz", "us-fl-1", "../fr"}) {
            assertThat(GuardFolder.HOLIDAYS.between(unknown, from, to))
                    .as("'%s'", unknown)
                    .isEmpty();
        }
    }

    @Test
    void theKeyedHashShouldDependOnItsKeyAndRefuseAShortOne() {
        byte[] key = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
        byte[] other = "0123456789abcdeg".getBytes(StandardCharsets.US_ASCII);

        assertThat(new KeyedHash(key).apply("+14155550100"))
                .isEqualTo(new KeyedHash(key).apply("+14155550100"))
                .isNotEqualTo(new KeyedHash(other).apply("+14155550100"))
                .isNotEqualTo(new KeyedHash(key).apply("+14155550101"))
                .hasSize(43);
        assertThatThrownBy(() -> new KeyedHash(new byte[15])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aMissingLibraryShouldBeNamed() throws Exception {
        try (ClassPathWithout without = new ClassPathWithout("de.focus_shift.")) {
            Class<?> holidays = without.loadClass(JollydayHolidays.class.getName());

            assertThatThrownBy(() -> holidays.getConstructor().newInstance())
                    .cause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("add de.focus-shift:jollyday-core");
        }
    }
}
