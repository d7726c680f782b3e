package telephony.adapters.guards;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import telephony.adapters.yaml.YamlFileException;
import telephony.guard.DialBook;
import telephony.guard.DialLedgerPort;
import telephony.guard.GuardDecision;
import telephony.guard.GuardSources;
import telephony.guard.PolicyDialGuard;
import telephony.guard.Rulings;
import telephony.guard.SpendWatch;
import telephony.outbound.DialGuard;

/**
 * The guards of one process, all upon the same rules, ledger and key.
 *
 * @param rules the rules as their file says; whoever opens this calls {@link GuardFile#reloadIfChanged} every half second
 * @param guard judges every dial
 * @param book is told how dials ended, who does not want to be called, and what is switched off
 */
public record DialGuards(GuardFile rules, DialGuard guard, DialBook book) {

    /**
     * What guards of all processes share.
     *
     * @param ledger what was dialled before
     * @param rulings what people decided
     * @param watch on the same ledger, told how much money is spent
     */
    public record Shared(DialLedgerPort ledger, Rulings rulings, SpendWatch watch) {}

    /**
     * Reads the rules and makes the guards.
     *
     * @param file the guards file; null = the starter rules alone, by which nothing is dialled but what settings allow
     * @param settings what is set elsewhere
     * @param shared what was dialled before and what people decided; the same for all processes that dial
     * @param key for hashing numbers: {@value KeyedHash#MIN_KEY_BYTES} bytes or more, the same in all processes on the
     *     ledger and for ever
     * @param decided told every decision, with all that it was decided by; when it throws, the dial is not permitted
     * @throws YamlFileException with all that is wrong with the file
     * @throws IllegalStateException when a library is missing; the message names it
     * @throws IllegalArgumentException when the key is too short
     */
    public static DialGuards open(
            @Nullable Path file,
            GuardFile.Settings settings,
            Shared shared,
            byte[] key,
            Consumer<GuardDecision> decided) {
        JollydayHolidays holidays = new JollydayHolidays();
        GuardFile rules = new GuardFile(file, settings, holidays);
        KeyedHash hash = new KeyedHash(key);
        GuardSources sources = new GuardSources(new LibPhoneNumberFacts(), holidays, rules, shared.rulings());
        return new DialGuards(
                rules,
                new PolicyDialGuard(rules, sources, shared.ledger(), hash, decided, shared.watch()),
                new DialBook(rules, shared.ledger(), hash));
    }
}
