package telephony.app;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import telephony.TelephonyBuilder;
import telephony.adapters.guards.DialGuards;
import telephony.adapters.guards.LibPhoneNumberFacts;
import telephony.adapters.livekit.LiveKitApi;
import telephony.adapters.yaml.YamlFileException;
import telephony.guard.DialLedgerPort;
import telephony.guard.GuardDecision;
import telephony.guard.Limits;
import telephony.guard.Rulings;
import telephony.guard.SpendWatch;
import telephony.observe.TelephonyListener;
import telephony.outbound.DialGuard;
import telephony.queue.QueuePace;
import telephony.queue.QueueRules;

/** What it takes to place calls: the trunk, the guards and their book. */
final class Dialling {

    /** So that what is switched off in the file is off within a second. */
    private static final Duration RELOAD = Duration.ofMillis(500);

    private static final Duration BOOK = Duration.ofSeconds(1);
    private static final Duration PURGE = Duration.ofMinutes(1);
    private static final int RANDOM_KEY_BYTES = 32;
    private static final int PROCESS_BYTES = 16;
    private static final Logger LOG = LoggerFactory.getLogger("telephony.app");

    private final String trunk;
    private final OpenStore store;
    private final @Nullable DialGuards guards;

    private Dialling(String trunk, OpenStore store, @Nullable DialGuards guards) {
        this.trunk = trunk;
        this.store = store;
        this.guards = guards;
    }

    /**
     * As it is set; null = no call is placed.
     *
     * @throws YamlFileException when the guards file cannot be used
     */
    static @Nullable Dialling of(
            AppConfig.Outbound config, OpenStore store, Rulings rulings, TelephonyListener listener) {
        if (config.trunk() == null) {
            return null;
        }
        if (config.isPermissive()) {
            return new Dialling(config.trunk(), store, null);
        }
        SpendWatch watch = new SpendWatch(store.ledger(), processName(), listener::onSpendAlert);
        DialGuards guards = DialGuards.open(
                config.guardsFile(),
                config.guardSettings(),
                new DialGuards.Shared(store.ledger(), rulings, watch),
                key(config, store),
                Dialling::log);
        return new Dialling(config.trunk(), store, guards);
    }

    private static String processName() {
        byte[] name = new byte[PROCESS_BYTES];
        new SecureRandom().nextBytes(name);
        return "process-" + HexFormat.of().formatHex(name);
    }

    /** Who can read the store reads the numbers of its calls as well, so its name is as good a key as none is needed. */
    private static byte[] key(AppConfig.Outbound config, OpenStore store) {
        String set = config.guardsKey();
        if (set != null) {
            return set.getBytes(StandardCharsets.UTF_8);
        }
        if (store.name().isEmpty()) {
            byte[] key = new byte[RANDOM_KEY_BYTES];
            new SecureRandom().nextBytes(key);
            return key;
        }
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(store.name().orElseThrow().getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static void log(GuardDecision decision) {
        LOG.info(
                "dial.judged callId={} phase={} permitted={} codes={} policy={}",
                decision.dialCase().dial().callId(),
                decision.dialCase().dial().phase(),
                decision.verdict().isPermitted(),
                decision.verdict().codes(),
                decision.policyVersion());
    }

    /** Lets calls be placed. */
    void addTo(TelephonyBuilder parts, LiveKitApi livekit, WorkShop workShop, TelephonyListener listener) {
        parts.sip(livekit.sip()).outboundTrunk(trunk);
        if (guards == null) {
            parts.dialGuard(DialGuard.permittingAll());
            return;
        }
        DialOutcomes outcomes = new DialOutcomes(
                guards.book(), new LibPhoneNumberFacts(), () -> store.clock().instant());
        parts.dialGuard(guards.guard()).listener(outcomes).queue(store.queue(), new Paces(guards, () -> store.clock()
                .instant()));
        workShop.every(BOOK, "writing for the guards how dials ended", outcomes::write);
        workShop.every(RELOAD, "looking whether the guards file changed", () -> reload(guards, listener));
        workShop.every(PURGE, "clearing the ledger of dials", this::purge);
    }

    /** As the guards file says just now. */
    private record Paces(DialGuards guards, Supplier<Instant> clock) implements QueueRules {
        @Override
        public QueuePace pace(String trunkId) {
            return limits().pace(trunkId, clock.get());
        }

        @Override
        public int length() {
            return limits().queue().length();
        }

        private Limits limits() {
            return guards.rules().get().limits();
        }
    }

    private void purge() {
        int unused = store.ledger().purge(store.clock().instant(), DialLedgerPort.MAX_LOOKED_AT);
    }

    private static void reload(DialGuards guards, TelephonyListener listener) {
        switch (guards.rules().reloadIfChanged()) {
            case TAKEN ->
                LOG.info("guards.reloaded policy={}", guards.rules().get().version());
            case REFUSED ->
                listener.onTrouble(
                        "the guards file has become wrong; the rules before it stay",
                        new YamlFileException(guards.rules().problems()));
            case UNCHANGED -> {}
        }
    }
}
