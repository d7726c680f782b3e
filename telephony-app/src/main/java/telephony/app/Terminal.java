package telephony.app;

import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whether somebody watches, and how much of it. */
final class Terminal {

    /** Of a terminal that does not say. */
    private static final int USUAL_WIDTH = 80;

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final int MAX_ANSWER = 100;
    private static final Pattern COLUMNS = Pattern.compile("[1-9]\\d{0,3}");

    private Terminal() {}

    /**
     * Whether what is printed is seen on a terminal that can be drawn on: not in a file, in continuous integration or
     * where {@code NO_COLOR} asks for plain text.
     *
     * @param environment the process's
     */
    static boolean canBeDrawnOn(Map<String, String> environment) {
        return isLiked(environment) && isThere(System.console());
    }

    /** How many columns it has; 0 when it cannot be drawn on. */
    static int width(Map<String, String> environment) {
        if (!canBeDrawnOn(environment)) {
            return 0;
        }
        return columns(environment.getOrDefault("COLUMNS", ""))
                .or(() -> columns(afterRows(askedOfTheTerminal())))
                .orElse(USUAL_WIDTH);
    }

    /** Reads a number of columns; empty when it is none. */
    static Optional<Integer> columns(String text) {
        return COLUMNS.matcher(text).matches() ? Optional.of(Integer.valueOf(text)) : Optional.empty();
    }

    /** Of {@code 24 80}, as {@code stty size} prints it, what comes after the rows. */
    static String afterRows(String size) {
        return size.substring(size.indexOf(' ') + 1).strip();
    }

    private static String askedOfTheTerminal() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!stty.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                stty.destroyForcibly();
                return "";
            }
            return new String(stty.getInputStream().readNBytes(MAX_ANSWER), StandardCharsets.US_ASCII);
        } catch (IOException noSuchCommand) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    /** Whether the environment has nothing against it. */
    static boolean isLiked(Map<String, String> environment) {
        return environment.getOrDefault("NO_COLOR", "").isEmpty()
                && environment.getOrDefault("CI", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
    }

    /** From Java 22 on there may be a console that is no terminal, and a way to ask; before, there is none without. */
    private static boolean isThere(@Nullable Console console) {
        if (console == null) {
            return false;
        }
        try {
            return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
        } catch (NoSuchMethodException olderJava) {
            return true;
        } catch (IllegalAccessException | InvocationTargetException notTold) {
            return false;
        }
    }
}
