package telephony.call;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the record of one call cannot know.
 *
 * @param all by their beginning; at most {@value #MAX_OF_A_KIND} of a kind: a further one widens the last of its kind
 */
public record Gaps(List<Gap> all) {

    /** How many gaps of one kind are told apart. */
    public static final int MAX_OF_A_KIND = 8;

    /** Nothing is missing. */
    public static final Gaps NONE = new Gaps(List.of());

    private static final Comparator<Gap> ORDER = Comparator.comparing(Gap::from)
            .thenComparing(Gap::kind)
            .thenComparing(Gap::about, Comparator.nullsFirst(Comparator.naturalOrder()));

    public Gaps {
        all = List.copyOf(all);
    }

    /** The same with this one as well; gaps of one matter that touch each other become one. */
    public Gaps with(Gap gap) {
        List<Gap> next = new ArrayList<>(all);
        Gap whole = gap;
        for (Gap known : all) {
            if (known.isSameMatterAs(whole)) {
                next.remove(known);
                whole = whole.joinedWith(known);
            }
        }
        List<Gap> ofKind =
                next.stream().filter(known -> known.kind() == gap.kind()).toList();
        if (ofKind.size() >= MAX_OF_A_KIND) {
            Gap last = ofKind.get(ofKind.size() - 1);
            next.remove(last);
            whole = whole.joinedWith(last);
        }
        next.add(whole);
        next.sort(ORDER);
        return new Gaps(next);
    }

    /** The same without those of this kind that are about this one; null = about the whole call. */
    public Gaps without(Gap.Kind kind, @Nullable String about) {
        List<Gap> next = new ArrayList<>(all);
        next.removeIf(gap -> gap.kind() == kind && (about == null ? gap.about() == null : about.equals(gap.about())));
        return next.size() == all.size() ? this : new Gaps(next);
    }

    /** The gap of this kind that goes on. */
    public Optional<Gap> open(Gap.Kind kind) {
        return all.stream().filter(gap -> gap.kind() == kind && gap.isOpen()).findFirst();
    }

    /** Since when the store remembers this call, of which it forgot what was before; empty = it forgot nothing. */
    Optional<Instant> rememberedSince() {
        return all.stream()
                .filter(gap -> gap.kind() == Gap.Kind.FORGOTTEN)
                .flatMap(gap -> Optional.ofNullable(gap.until()).stream())
                .max(Instant::compareTo);
    }

    /** The same without this one. */
    public Gaps without(Gap gap) {
        List<Gap> next = new ArrayList<>(all);
        return next.remove(gap) ? new Gaps(next) : this;
    }
}
