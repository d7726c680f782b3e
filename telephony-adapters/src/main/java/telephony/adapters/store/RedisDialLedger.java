package telephony.adapters.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import telephony.guard.DialLedgerPort;
import telephony.guard.LedgerAnswer;
import telephony.guard.LedgerLine;

/**
 * Counts in Redis, for any number of processes, beside the calls. A claim is one script. What counts no more leaves by
 * itself; what was acknowledged survives what calls survive in the same server.
 */
final class RedisDialLedger implements DialLedgerPort {

    private static final String CLAIM = "1";
    private static final String LOOK = "0";

    private final RedisLink link;

    RedisDialLedger(RedisLink link) {
        this.link = link;
    }

    @Override
    public LedgerAnswer look(String owner, List<LedgerLine> lines, Instant now) {
        return step("looking into the ledger for ", LOOK, owner, lines, now);
    }

    @Override
    public LedgerAnswer claim(String owner, List<LedgerLine> lines, Instant now) {
        return step("counting for ", CLAIM, owner, lines, now);
    }

    private LedgerAnswer step(String what, String how, String owner, List<LedgerLine> lines, Instant now) {
        DialLedgerPort.check(owner, lines);
        if (lines.isEmpty()) {
            return LedgerAnswer.NOTHING;
        }
        List<String> arguments = new ArrayList<>(
                List.of(KeyText.of(owner), Long.toString(now.toEpochMilli()), how, Integer.toString(MAX_LOOKED_AT)));
        for (LedgerLine line : lines) {
            Instant until = line.until();
            arguments.add(KeyText.of(line.key()));
            arguments.add(line.kind());
            arguments.add(Long.toString(line.amount()));
            arguments.add(Long.toString(line.limit()));
            arguments.add(until == null ? "+inf" : Long.toString(until.toEpochMilli()));
        }
        List<?> answer = link.step(what + KeyText.of(owner), RedisScript.LEDGER_CLAIM, arguments);
        List<LedgerAnswer.State> states = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            List<?> state = (List<?>) answer.get(i);
            String at = (String) state.get(2);
            states.add(new LedgerAnswer.State(
                    lines.get(i).key(),
                    Long.parseLong((String) state.get(0)),
                    state.get(1).equals(1L),
                    at.isEmpty() ? null : Instant.ofEpochMilli(Long.parseLong(at))));
        }
        return LedgerAnswer.of(states);
    }

    @Override
    public void settle(String owner, String kind, long amount) {
        List<?> unused = link.step(
                "settling for " + KeyText.of(owner),
                RedisScript.LEDGER_SETTLE,
                List.of(KeyText.of(owner), kind, Long.toString(amount)));
    }

    @Override
    public int purge(Instant now, int max) {
        return 0;
    }
}
