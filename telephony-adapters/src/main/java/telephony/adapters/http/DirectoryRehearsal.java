package telephony.adapters.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import telephony.directory.Directory;

/** What {@code POST /telephony/directory} would find wrong, without a server: for a file that is to be imported later. */
public final class DirectoryRehearsal {

    private final Directory directory;

    /**
     * Something that is wrong.
     *
     * @param pointer JSON pointer to it in what was put
     * @param detail what is wrong and what to write
     */
    public record Wrong(String pointer, String detail) {}

    /** @param directory takes in what is right; one in memory, which nobody else uses */
    public DirectoryRehearsal(Directory directory) {
        this.directory = directory;
    }

    /** Puts these entries, all or none, as the route does; empty = nothing is wrong with them. */
    public List<Wrong> put(ObjectNode entries) {
        try {
            DirectoryRoutes.put(directory, RequestBody.of("", entries, new ArrayList<>()), null);
            return List.of();
        } catch (ProblemException e) {
            Problem problem = e.problem();
            return problem.errors().isEmpty()
                    ? List.of(new Wrong("", problem.detail()))
                    : problem.errors().stream()
                            .map(flaw -> new Wrong(flaw.pointer(), flaw.detail()))
                            .toList();
        }
    }
}
