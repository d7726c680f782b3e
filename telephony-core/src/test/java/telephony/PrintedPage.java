package telephony;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Holds a page in {@code docs/} against the table in the code that it is printed from. */
public final class PrintedPage {

    /** Run the build with -Dtelephony.printDocs=true to write the pages anew. */
    private static final boolean PRINT = Boolean.getBoolean("telephony.printDocs");

    private PrintedPage() {}

    /** Fails unless the page of this name is what was printed. */
    public static void isUpToDate(String name, String printed) throws IOException {
        Path page = Path.of("..", "docs", name);
        if (PRINT) {
            Files.writeString(page, printed);
        }

        assertThat(Files.readString(page))
                .as("docs/%s is printed from the table: mvn -pl telephony-core test -Dtelephony.printDocs=true", name)
                .isEqualTo(printed);
    }
}
