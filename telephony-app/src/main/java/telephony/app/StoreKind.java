package telephony.app;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The stores that a configuration can name. */
enum StoreKind {
    /** A file, for one process. */
    H2,
    /** A PostgreSQL database, for any number of processes. */
    POSTGRES,
    /** A Redis server, for any number of processes. */
    REDIS,
    /** This process's memory. */
    MEMORY,
    /** This process's memory; ended calls leave by themselves. */
    CAFFEINE;

    /** The kind of this word; empty = there is none. */
    static Optional<StoreKind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }

    /** All words, for messages. */
    static String words() {
        return Arrays.stream(values()).map(StoreKind::word).collect(Collectors.joining(", "));
    }

    /** How it is written in settings. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it is somewhere, so that it has to be said where. */
    boolean hasPlace() {
        return this == H2 || this == POSTGRES || this == REDIS;
    }

    /** Whether it has tables, which belong to a version. */
    boolean hasTables() {
        return this == H2 || this == POSTGRES;
    }

    /** Whether the settings have a user and a password for it; a Redis has them in its address. */
    boolean hasLogin() {
        return this == POSTGRES;
    }
}
