package telephony.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import telephony.adapters.http.DirectoryRehearsal;
import telephony.adapters.yaml.YamlDocument;
import telephony.adapters.yaml.YamlFileException;

/** A file of the directory, which is taken in part by part. */
final class DirectoryFile {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Who takes a part in. */
    interface Taker {

        /** All of the part or nothing of it; what is wrong with it, empty = it was taken in. */
        List<DirectoryRehearsal.Wrong> take(ObjectNode part);
    }

    private DirectoryFile() {}

    /** Hands all parts on, unless some of the file cannot be read; what is wrong, each thing with line and column. */
    static List<String> problems(Path file, Taker taker) {
        List<String> problems = new ArrayList<>();
        // First all of it: a file of which a part cannot be read is not begun with.
        try {
            YamlDocument.locateAll(
                    file, document -> problems.addAll(shape(JSON.valueToTree(document.members()), document)));
        } catch (YamlFileException e) {
            problems.addAll(e.problems());
        }
        if (problems.isEmpty()) {
            YamlDocument.locateAll(file, document -> {
                for (DirectoryParts.Part part : DirectoryParts.of(JSON.valueToTree(document.members()))) {
                    taker.take(part.body()).forEach(wrong -> {
                        String pointer = part.inDocument(wrong.pointer());
                        problems.add(document.place(pointer) + ": " + pointer + ": " + wrong.detail());
                    });
                }
            });
        }
        return problems;
    }

    private static List<String> shape(JsonNode json, YamlDocument.Located document) {
        List<String> problems = new ArrayList<>();
        json.properties().forEach(member -> {
            String at = document.place("/" + member.getKey()) + ": " + member.getKey();
            if (!DirectoryParts.LISTS.contains(member.getKey())) {
                problems.add(at + ": what can stand here: " + String.join(", ", DirectoryParts.LISTS));
            } else if (!member.getValue().isArray()) {
                problems.add(at + ": write a list below it, each entry behind a hyphen");
            }
        });
        return problems;
    }
}
