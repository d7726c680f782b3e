package telephony.outbound;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import telephony.call.RetryRule;

/** By which the same order is known again under its key, and another one told from it. */
final class OrderFingerprint {

    private OrderFingerprint() {}

    /** The same for equal orders, whatever the order of their members; 64 hexadecimal digits. */
    static String of(OutboundOrder order) {
        StringBuilder text = new StringBuilder();
        append(
                text,
                List.of(
                        order.to(),
                        String.valueOf(order.from()),
                        String.valueOf(order.trunkId()),
                        order.agent().toString(),
                        order.onAgentMissing().toString(),
                        String.valueOf(order.tenantId()),
                        String.valueOf(order.campaignId()),
                        order.metadata(),
                        order.ringingTimeout().toString(),
                        order.maxDuration().toString(),
                        order.agentFirst()));
        // Only where there is one, so that orders from before there were rules keep their fingerprint.
        if (order.retry() != null) {
            RetryRule rule = order.retry();
            append(
                    text,
                    List.of(
                            rule.maxAttempts(),
                            rule.backoff().toString(),
                            rule.on().toString()));
        }
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Lengths stand before texts, so that no two values have one text. */
    private static void append(StringBuilder to, @Nullable Object value) {
        if (value instanceof Map<?, ?> object) {
            Map<String, @Nullable Object> sorted = new TreeMap<>();
            object.forEach((name, member) -> sorted.put(String.valueOf(name), member));
            to.append('{').append(sorted.size());
            sorted.forEach((name, member) -> {
                append(to, name);
                append(to, member);
            });
        } else if (value instanceof List<?> array) {
            to.append('[').append(array.size());
            array.forEach(item -> append(to, item));
        } else {
            String text = String.valueOf(value);
            char type = value instanceof String ? 's' : value == null ? 'n' : 'v';
            to.append(type).append(text.length()).append(':').append(text);
        }
    }
}
