package telephony.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** Lists in which each item has a key of its own. */
final class Replacing {

    private Replacing() {}

    /** A copy that can be changed, with this item in place of the one of its key; where there is none, at the end. */
    static <T> List<T> with(T item, List<T> items, Function<T, ?> key) {
        List<T> next = new ArrayList<>(items);
        for (int i = 0; i < next.size(); i++) {
            if (Objects.equals(key.apply(next.get(i)), key.apply(item))) {
                next.set(i, item);
                return next;
            }
        }
        next.add(item);
        return next;
    }
}
