package telephony.app.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import telephony.app.demo.CallRecords.Recorded;

/**
 * Whether a call went as it must: first by its caller's ears, which know nothing of us, and then by our record, which
 * must tell the same.
 *
 * @param complaints what is wrong, in plain words; none = it went well
 */
record Verdict(List<String> complaints) {

    Verdict {
        complaints = List.copyOf(complaints);
    }

    static Verdict on(Expectation expected, Ears ears, boolean over, Optional<Recorded> recorded) {
        List<String> complaints = new ArrayList<>();
        if (ears.mostAtOnce() > 1) {
            complaints.add("heard " + ears.mostAtOnce() + " agents at once");
        }
        if (!ears.heard().equals(expected.heard())) {
            complaints.add("heard " + names(ears.heard()) + ", not " + names(expected.heard()));
        }
        if (!over) {
            complaints.add("never ended");
        }
        String said = recorded.map(Recorded::result).orElse("nothing");
        if (!said.equals(expected.result())) {
            complaints.add("the record says " + said + ", not " + expected.result());
        }
        return new Verdict(complaints);
    }

    boolean isGood() {
        return complaints.isEmpty();
    }

    private static String names(List<String> agents) {
        return agents.isEmpty() ? "nobody" : String.join(", then ", agents);
    }
}
