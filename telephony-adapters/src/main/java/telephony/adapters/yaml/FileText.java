package telephony.adapters.yaml;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * What a file says at one look.
 *
 * @param text its bytes as text, a character each; or why there are none
 * @param readable whether it could be read
 */
public record FileText(String text, boolean readable) {

    /** Size of a file at most, in bytes. */
    public static final int MAX_BYTES = 1024 * 1024;

    /** Looks at the file; blocks while it is read. */
    public static FileText read(Path file) {
        Optional<String> unfit = unfit(file);
        if (unfit.isPresent()) {
            return new FileText(unfit.get(), false);
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            return bytes.length > MAX_BYTES
                    ? new FileText("the file has more than " + MAX_BYTES + " bytes; make it smaller", false)
                    : of(bytes);
        } catch (IOException e) {
            String what = e.getClass().getSimpleName();
            return new FileText("the file cannot be read (" + what + "); check path and rights", false);
        }
    }

    /** A file of these bytes. */
    public static FileText of(byte[] bytes) {
        return new FileText(new String(bytes, StandardCharsets.ISO_8859_1), true);
    }

    /** What tells it from another one. */
    public String key() {
        return (readable ? "+" : "-") + text;
    }

    /** Its bytes. */
    public byte[] bytes() {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The root of its YAML; empty when it says nothing, or cannot be read, which is then among the findings. */
    public Optional<Node> tree(Findings findings) {
        if (!readable) {
            findings.add(Optional.empty(), "", text);
            return Optional.empty();
        }
        return YamlTree.read(bytes(), findings);
    }

    /** Why it cannot be read at all; looked at before it is opened: a pipe would be waited on for ever. */
    static Optional<String> unfit(Path file) {
        if (!Files.exists(file)) {
            return Optional.of("there is no such file; check path and rights");
        }
        if (Files.isDirectory(file)) {
            return Optional.of("this is a directory; name the file in it");
        }
        if (!Files.isRegularFile(file)) {
            return Optional.of("this is no regular file but a pipe, socket or device; write the rules into a file");
        }
        return Files.isReadable(file)
                ? Optional.empty()
                : Optional.of("the file is there, but this user may not read it; change its rights");
    }
}
