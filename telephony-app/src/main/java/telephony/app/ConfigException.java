package telephony.app;

import java.util.List;

/** A configuration that cannot be used, with everything that is wrong with it. */
final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    ConfigException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
        this.problems = List.copyOf(problems);
    }

    /** A line each: the variable, what is wrong, what to do. */
    List<String> problems() {
        return problems;
    }
}
