package telephony.app;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import telephony.access.ApiKeyPort;
import telephony.access.ApiKeys;
import telephony.adapters.store.CaffeineTelephonyStore;
import telephony.adapters.store.InMemoryDecidedCalls;
import telephony.adapters.store.InMemoryDialLedger;
import telephony.adapters.store.InMemoryDirectory;
import telephony.adapters.store.InMemoryLeads;
import telephony.adapters.store.InMemoryRulings;
import telephony.adapters.store.InMemoryTelephonyStore;
import telephony.adapters.store.JdbcDatabase;
import telephony.adapters.store.JdbcDecidedCalls;
import telephony.adapters.store.JdbcDialLedger;
import telephony.adapters.store.JdbcDirectory;
import telephony.adapters.store.JdbcLeads;
import telephony.adapters.store.JdbcRulings;
import telephony.adapters.store.JdbcTelephonyStore;
import telephony.adapters.store.RedisTelephonyStore;
import telephony.call.CallId;
import telephony.decided.DecidedCallPort;
import telephony.directory.DirectoryPort;
import telephony.guard.DialLedgerPort;
import telephony.guard.RulingPort;
import telephony.guard.Rulings;
import telephony.lead.LeadPort;
import telephony.queue.CallQueuePort;
import telephony.slot.SlotPort;
import telephony.stats.CallStatsPort;
import telephony.store.TelephonyStorePort;

/**
 * The store that the configuration names, and what goes with it. Closing it closes what it stands on.
 *
 * @param calls where the calls are
 * @param keys where the API keys are, beside the calls
 * @param ledger where dials are counted, beside the calls
 * @param ruled where it stands what people decided about dials, beside the calls
 * @param entries tenants, agents, numbers and campaigns, beside the calls
 * @param decided calls that were decided before LiveKit saw them, beside the calls
 * @param leads who called whom, beside the calls
 * @param queue the queue that the calls are
 * @param slots the slots that the calls hold and wait for
 * @param stats counts the calls
 * @param instance its name in LiveKit; null = it lasts no longer than the process, and any name will do
 * @param description for {@code /readyz}: which store it is, and what a commit in it survives
 * @param closing closes what it stands on
 */
record OpenStore(
        TelephonyStorePort calls,
        ApiKeyPort keys,
        DialLedgerPort ledger,
        RulingPort ruled,
        DirectoryPort entries,
        DecidedCallPort decided,
        LeadPort leads,
        CallQueuePort queue,
        SlotPort slots,
        CallStatsPort stats,
        @Nullable String instance,
        String description,
        Runnable closing)
        implements AutoCloseable {

    /**
     * Opens it. A new H2 file is given its tables; those of a PostgreSQL database are made by {@code migrate} alone, for
     * others may use it.
     *
     * @param clock this process's; a PostgreSQL database and a Redis server have one of their own
     * @throws IllegalStateException when its tables are missing, older or newer than this version needs, or a library is
     *     not there; the message says what to do
     * @throws telephony.store.StoreUnavailableException when it cannot be reached, or another process has the H2 file open
     */
    static OpenStore open(StoreConfig config, InstantSource clock) {
        return switch (config.kind()) {
            case MEMORY -> {
                InMemoryTelephonyStore calls = new InMemoryTelephonyStore(clock);
                yield inProcess(config, calls, calls.apiKeys(), calls.queue(), calls.slots(), calls.stats());
            }
            case CAFFEINE -> {
                CaffeineTelephonyStore calls = new CaffeineTelephonyStore(clock);
                yield inProcess(config, calls, calls.apiKeys(), calls.queue(), calls.slots(), calls.stats());
            }
            case H2, POSTGRES -> inDatabase(config, clock);
            case REDIS -> inRedis(config);
        };
    }

    private static OpenStore inProcess(
            StoreConfig config,
            TelephonyStorePort calls,
            ApiKeyPort keys,
            CallQueuePort queue,
            SlotPort slots,
            CallStatsPort stats) {
        return new OpenStore(
                calls,
                keys,
                new InMemoryDialLedger(),
                new InMemoryRulings(),
                new InMemoryDirectory(),
                new InMemoryDecidedCalls(),
                new InMemoryLeads(leadIds(calls)),
                queue,
                slots,
                stats,
                null,
                description(config, calls),
                () -> {});
    }

    private static OpenStore inDatabase(StoreConfig config, InstantSource clock) {
        JdbcDatabase database = new JdbcDatabase(config.database());
        try {
            if (config.kind() == StoreKind.H2 && database.isNew()) {
                database.migrate();
            }
            JdbcTelephonyStore calls = new JdbcTelephonyStore(database, clock, new SecureRandom());
            return new OpenStore(
                    calls,
                    calls.apiKeys(),
                    new JdbcDialLedger(database),
                    new JdbcRulings(database),
                    new JdbcDirectory(database),
                    new JdbcDecidedCalls(database),
                    new JdbcLeads(database, leadIds(calls)),
                    calls.queue(),
                    calls.slots(),
                    calls.stats(),
                    calls.instanceId(),
                    description(config, calls),
                    database::close);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private static OpenStore inRedis(StoreConfig config) {
        RedisTelephonyStore calls = new RedisTelephonyStore(config.redis(), new SecureRandom());
        String description = description(config, calls) + ": " + calls.durabilityReason();
        return new OpenStore(
                calls,
                calls.apiKeys(),
                calls.dialLedger(),
                calls.rulings(),
                calls.directory(),
                calls.decidedCalls(),
                calls.leads(leadIds(calls)),
                calls.queue(),
                calls.slots(),
                calls.stats(),
                calls.instanceId(),
                description,
                calls::close);
    }

    /** Ids of the same form as those of calls, so that they say nothing of whose they are. */
    private static Supplier<String> leadIds(TelephonyStorePort calls) {
        SecureRandom random = new SecureRandom();
        return () -> CallId.create(calls.now(), random).toString();
    }

    private static String description(StoreConfig config, TelephonyStorePort calls) {
        return config.kind().word() + " (" + calls.durability().name().toLowerCase(Locale.ROOT) + ")";
    }

    /** The clock of all who use it. */
    InstantSource clock() {
        return calls::now;
    }

    /** Who may use the HTTP API. */
    ApiKeys apiKeys() {
        return new ApiKeys(keys, clock(), new SecureRandom(), System::nanoTime);
    }

    /** What people decided about dials. */
    Rulings rulings() {
        return new Rulings(ruled, clock(), new SecureRandom(), System::nanoTime);
    }

    /** Its name in LiveKit, when it must keep one. */
    Optional<String> name() {
        return Optional.ofNullable(instance);
    }

    @Override
    public void close() {
        closing.run();
    }
}
