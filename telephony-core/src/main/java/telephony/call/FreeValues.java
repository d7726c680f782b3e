package telephony.call;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Values in free form, brought into one form, so that the same from YAML, from JSON and from LiveKit are equal: names
 * sorted, whole numbers as {@code Long}, other ones as {@code Double}.
 */
public final class FreeValues {

    private FreeValues() {}

    /** An object; members that are null are left out. */
    public static Map<String, Object> object(Map<?, ?> members) {
        if (members.isEmpty()) {
            return Map.of();
        }
        Map<String, Object> object = new TreeMap<>();
        members.forEach((name, value) -> {
            Object plain = value(value);
            if (plain != null) {
                object.put(String.valueOf(name), plain);
            }
        });
        return Collections.unmodifiableMap(object);
    }

    /** A list; items that are null are empty texts. */
    public static List<Object> list(List<?> items) {
        return items.stream().map(FreeValues::valueOrEmpty).toList();
    }

    /** Nothing is as good as not being there, which is what the maps of the JDK can say. */
    private static @Nullable Object value(@Nullable Object given) {
        if (given instanceof Map<?, ?> members) {
            return object(members);
        }
        if (given instanceof List<?> items) {
            return list(items);
        }
        if (given instanceof Integer || given instanceof Long || given instanceof Short) {
            return ((Number) given).longValue();
        }
        return given instanceof Number number ? number.doubleValue() : given;
    }

    private static Object valueOrEmpty(@Nullable Object given) {
        Object plain = value(given);
        return plain == null ? "" : plain;
    }
}
