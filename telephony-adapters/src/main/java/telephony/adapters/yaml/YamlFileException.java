package telephony.adapters.yaml;

import java.util.List;

/** A YAML file that cannot be used, with everything that is wrong with it. */
public final class YamlFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    /** With these problems, a line each. */
    public YamlFileException(List<String> problems) {
        super(String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    /** A line each: line and column in the file, the place in its tree, what is wrong and what to do. */
    public List<String> problems() {
        return problems;
    }
}
