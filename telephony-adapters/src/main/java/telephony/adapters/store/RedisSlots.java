package telephony.adapters.store;

import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import telephony.call.CallId;
import telephony.call.TelephonyCall;
import telephony.slot.SlotBoard;
import telephony.slot.SlotPlace;
import telephony.slot.SlotPort;

/** The slots that the calls in Redis hold and wait for. */
final class RedisSlots implements SlotPort {

    private static final String HELD = "HELD";
    private static final String WAITING = "WAITING";

    /** How long the text of a priority is in the order of a line. */
    private static final int PRIORITY_CHARS = 8;

    private static final int ID_CHARS = 36;
    private static final int HEX = 16;

    private final RedisLink link;
    private final RedisClock clock;

    RedisSlots(RedisLink link, RedisClock clock) {
        this.link = link;
        this.clock = clock;
    }

    /** A place as the scripts have it: stage, end of the time to wait, order in the line, keys. */
    static String place(SlotPlace place) {
        String keys = place.slots().stream()
                .map(slot -> KeyText.of(slot.key()))
                .collect(Collectors.joining(String.valueOf(RedisRows.END)));
        return String.join(
                String.valueOf(RedisRows.END),
                place.isHeld() ? HELD : WAITING,
                Long.toString(place.until().toEpochMilli()),
                order(place),
                keys);
    }

    /** The limits of a place's keys, in their order. */
    static String limits(SlotPlace place) {
        return place.slots().stream()
                .map(slot -> Integer.toString(slot.limit()))
                .collect(Collectors.joining(","));
    }

    /** A text whose order is that of the line; calls of one instant are told apart by their ids behind it. */
    private static String order(SlotPlace place) {
        return HexFormat.of().toHexDigits(place.priority() ^ Integer.MIN_VALUE)
                + RedisRows.ordered(place.since().toEpochMilli());
    }

    /** How long after its time a call that waits still has its place, as the scripts are told. */
    static String longest() {
        return Long.toString(SlotPlace.LONGEST.toMillis());
    }

    @Override
    public SlotBoard board() {
        List<?> answer = link.step("reading who waits for slots", RedisScript.SLOTS_BOARD, List.of(longest()));
        List<SlotBoard.Line> lines = ((List<?>) answer.get(0))
                .stream()
                        .map(line -> line((List<?>) line))
                        .sorted(Comparator.comparingInt(SlotBoard.Line::priority)
                                .thenComparing(SlotBoard.Line::since)
                                .thenComparing(line -> line.first().toString()))
                        .limit(MAX_LINES)
                        .toList();
        List<?> counts = (List<?>) answer.get(1);
        Map<String, Long> held = new TreeMap<>();
        for (int i = 0; i + 1 < counts.size(); i += 2) {
            held.put(KeyText.nameOf((String) counts.get(i)), Long.parseLong((String) counts.get(i + 1)));
        }
        Map<String, Long> told = new LinkedHashMap<>();
        held.entrySet().stream().limit(MAX_KEYS).forEach(key -> told.put(key.getKey(), key.getValue()));
        return new SlotBoard(lines, told);
    }

    /** A line of an answer: its name, the order and id of who is first, how many wait. */
    private static SlotBoard.Line line(List<?> answer) {
        String first = (String) answer.get(1);
        int idAt = first.length() - ID_CHARS;
        return new SlotBoard.Line(
                KeyText.nameOf((String) answer.get(0)),
                CallId.parse(first.substring(idAt)),
                Integer.parseUnsignedInt(first.substring(0, PRIORITY_CHARS), HEX) ^ Integer.MIN_VALUE,
                Instant.ofEpochMilli(RedisRows.millis(first.substring(PRIORITY_CHARS))),
                (Long) answer.get(2));
    }

    @Override
    public long before(TelephonyCall call) {
        Instant now = clock.now();
        SlotPlace place = SlotPlace.of(call).filter(at -> at.isInLine(now)).orElse(null);
        if (place == null) {
            return 0;
        }
        List<?> answer = link.step(
                "counting who waits before call " + call.callId(),
                RedisScript.SLOTS_BEFORE,
                List.of(longest(), place(place), call.callId().toString()));
        return (Long) answer.get(0);
    }
}
