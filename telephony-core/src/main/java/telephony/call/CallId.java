package telephony.call;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Our key of a call: a UUID of version 7, whose first 48 bits are the milliseconds of its making (RFC 9562); that of a call
 * from elsewhere is of version 8, made of its key there.
 */
public record CallId(UUID value) {

    /** A new id made at this instant; two ids of one millisecond differ by 74 random bits. */
    public static CallId create(Instant now, RandomGenerator random) {
        long high = now.toEpochMilli() << 16 | 0x7000L | (random.nextLong() & 0x0FFFL);
        long low = 0x8000_0000_0000_0000L | (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL);
        return new CallId(new UUID(high, low));
    }

    /**
     * The id of a call that has this key elsewhere: the same for the same key, another for another.
     *
     * @param key 16 bytes or more of a digest of it
     */
    public static CallId ofDigest(byte[] key) {
        ByteBuffer bits = ByteBuffer.wrap(key);
        long high = (bits.getLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x8000L;
        long low = (bits.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new CallId(new UUID(high, low));
    }

    /**
     * Reads the usual text form of a UUID.
     *
     * @throws IllegalArgumentException when the text is not the text form of a UUID
     */
    public static CallId parse(String text) {
        UUID parsed = UUID.fromString(text);
        if (!parsed.toString().equalsIgnoreCase(text)) {
            throw new IllegalArgumentException("not a UUID: it needs the form 8-4-4-4-12 hexadecimal digits");
        }
        return new CallId(parsed);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
