package telephony.adapters.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import telephony.decided.DecidedCall;
import telephony.decided.DecidedCallPort;

/** Decided calls in hashes and their indexes beside the calls. */
final class RedisDecidedCalls implements DecidedCallPort {

    private static final String NOTHING = "";

    private final RedisLink link;

    RedisDecidedCalls(RedisLink link) {
        this.link = link;
    }

    private static String text(@Nullable String name) {
        return name == null ? NOTHING : name;
    }

    @Override
    public boolean put(DecidedCall call) {
        List<String> arguments = List.of(
                call.callId(),
                text(call.roomName()),
                text(call.sipCallId()),
                Long.toString(call.at().toEpochMilli()),
                DecidedCallCodec.write(call));
        return link.step("keeping decided call " + call.callId(), RedisScript.DECIDED_PUT, arguments)
                .get(0)
                .equals("STORED");
    }

    @Override
    public Optional<DecidedCall> findByRoomName(String roomName) {
        return recognise(roomName, List.of());
    }

    @Override
    public Optional<DecidedCall> findByCallId(String callId) {
        return call(link.step("looking for a decided call", RedisScript.DECIDED_GET, List.of(callId)));
    }

    @Override
    public Optional<DecidedCall> recognise(String roomName, List<String> ids) {
        List<String> arguments = new ArrayList<>(List.of(roomName));
        arguments.addAll(ids);
        return call(link.step("looking for a decided call", RedisScript.DECIDED_FIND, arguments));
    }

    private static Optional<DecidedCall> call(List<?> answer) {
        return answer.isEmpty() ? Optional.empty() : DecidedCallCodec.read((String) answer.get(1));
    }

    @Override
    public int purge(Instant before, int max) {
        List<?> answer = link.step(
                "forgetting decided calls",
                RedisScript.DECIDED_PURGE,
                List.of(Long.toString(before.toEpochMilli()), Integer.toString(max)));
        return Math.toIntExact((Long) answer.get(0));
    }
}
