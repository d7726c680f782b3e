package telephony.adapters.guards;

import java.util.List;

/** A guards file that cannot be used, with everything that is wrong with it. */
public final class GuardFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    /** With these problems, a line each. */
    public GuardFileException(List<String> problems) {
        super(String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    /** A line each: line and column in the file, the place in its tree, what is wrong and what to do. */
    public List<String> problems() {
        return problems;
    }
}
