package telephony.adapters.store;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import telephony.store.Durability;

/**
 * What a Redis server says of itself in {@code INFO} and {@code CONFIG GET *append*}.
 *
 * @param info the fields of {@code INFO}
 * @param config the settings of the append-only file; empty = we may not read them, as in most managed services
 * @param sentinel whether it was found through Sentinel, which puts replicas in its place
 */
record RedisServerFacts(Map<String, String> info, Map<String, String> config, boolean sentinel) {

    /** The first version whose scripts may read the clock and then write, under access lists. */
    static final int MIN_VERSION = 6;

    static RedisServerFacts of(String info, Map<String, String> config, boolean sentinel) {
        Map<String, String> fields = new HashMap<>();
        info.lines().filter(line -> line.indexOf(':') > 0).forEach(line -> {
            int colon = line.indexOf(':');
            fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
        });
        return new RedisServerFacts(Map.copyOf(fields), Map.copyOf(config), sentinel);
    }

    /** What an acknowledged write survives, and why it is so. */
    record Promise(Durability durability, String reason) {
        boolean isCommitted() {
            return durability == Durability.COMMITTED;
        }
    }

    private String field(String name) {
        return info.getOrDefault(name, "");
    }

    /** Why calls must never be kept in this server as it is set up, and what to do; empty = they may. */
    Optional<String> refusal() {
        String version = field("redis_version");
        if (!version.matches("\\d{1,4}\\..*")
                || Integer.parseInt(version.substring(0, version.indexOf('.'))) < MIN_VERSION) {
            return Optional.of("it is Redis \"" + version + "\": use version " + MIN_VERSION + " or newer");
        }
        if (field("redis_mode").equals("cluster")) {
            return Optional.of("it is part of a Redis Cluster: use a single server, or one behind Sentinel");
        }
        String policy = field("maxmemory_policy");
        if (!field("maxmemory").equals("0") && !policy.equals("noeviction")) {
            return Optional.of("it throws keys away when its memory is full (maxmemory-policy " + policy
                    + "), and calls with them: set maxmemory-policy noeviction");
        }
        return Optional.empty();
    }

    /** Whether it takes writes. */
    boolean isMaster() {
        return field("role").equals("master");
    }

    /** Names the process: another after every start. */
    String runId() {
        return field("run_id");
    }

    /** Names the history of its data: another when a replica has taken over, and now and then for no such reason. */
    String replicationId() {
        return field("master_replid");
    }

    /** Whether it goes on with the history of another server. */
    boolean wasPromoted() {
        String offset = info.getOrDefault("second_repl_offset", "-1");
        return !offset.equals("-1");
    }

    /** What an acknowledged write survives here. */
    Promise promise() {
        if (!field("aof_enabled").equals("1")) {
            return new Promise(
                    Durability.PROCESS,
                    "appendonly is off: what was written since the last snapshot is gone with the Redis process");
        }
        String fsync = config.get("appendfsync");
        if (fsync == null) {
            return bestEffort("CONFIG GET is not allowed here, so that appendfsync is not known");
        }
        if (!fsync.equals("always")) {
            return bestEffort("appendfsync is " + fsync + ": the last second or more may be missing after a crash");
        }
        if (!"no".equals(config.get("no-appendfsync-on-rewrite"))) {
            return bestEffort(
                    "no-appendfsync-on-rewrite is not no: writes during a rewrite may be missing after a crash");
        }
        if (sentinel || !field("connected_slaves").equals("0")) {
            return bestEffort("it has replicas: a fail-over may lose the last writes");
        }
        return new Promise(Durability.COMMITTED, "appendonly yes, appendfsync always, no replicas");
    }

    private static Promise bestEffort(String reason) {
        return new Promise(Durability.BEST_EFFORT, reason);
    }
}
