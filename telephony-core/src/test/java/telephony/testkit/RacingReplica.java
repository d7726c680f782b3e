package telephony.testkit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import telephony.Telephony;
import telephony.call.CallEvent;
import telephony.call.Participant;
import telephony.call.ParticipantKind;
import telephony.call.PhoneNumber;
import telephony.call.SipAttributes;
import telephony.call.TelephonyCall;
import telephony.call.TimelineEntry;
import telephony.directory.Directory;
import telephony.directory.DirectoryRefusedException;
import telephony.directory.DirectorySnapshot;
import telephony.directory.DirectoryWatch;
import telephony.directory.decision.AgentLoad;
import telephony.directory.decision.DirectoryPolicy;
import telephony.directory.decision.DirectoryRouting;
import telephony.directory.decision.OpeningTimes;
import telephony.guard.HolidayDates;
import telephony.observe.TelephonyListener;
import telephony.routing.CallRouter;
import telephony.routing.Rung;
import telephony.store.StoreUnavailableException;
import telephony.store.TelephonyStorePort;
import telephony.webhook.WebhookReading;
import telephony.webhook.WebhookVerdict;

/**
 * One of several switchboards on a store, put together as an embedder does, that notes what it knew when and how its calls were
 * decided. No agent is sent to anybody. Safe for any number of threads.
 */
final class RacingReplica implements TelephonyListener {

    /** Tries of a webhook while the store is too busy for it; LiveKit makes as many. */
    private static final int TRIES = 5;

    private static final Pattern REVISION = Pattern.compile("directory: as of revision (\\d+)");

    private final String name;
    private final TelephonyStorePort calls;
    private final RecordedDirectory recorded;
    private final DirectoryWatch watch;
    private final Directory directory;
    private final Telephony telephony;
    private final Queue<Look> looks = new ConcurrentLinkedQueue<>();
    private final Queue<Call> decided = new ConcurrentLinkedQueue<>();
    private final Queue<Told> told = new ConcurrentLinkedQueue<>();
    private final Map<String, Long> revisions = new ConcurrentHashMap<>();
    private final Map<DirectoryRefusedException.Reason, Integer> refused = new ConcurrentHashMap<>();

    /** A look for changes: what was stored before it began is known here when it has ended, by {@link System#nanoTime}. */
    record Look(long began, long ended) {}

    /** A change that was made here: it is known here from then on. */
    record Told(long revision, long answered) {}

    /**
     * A call that came here.
     *
     * @param number that was dialled
     * @param arrived when its webhook came, by {@link System#nanoTime}
     * @param answered when the webhook was answered: it was decided before
     * @param revision of the directory by which it was decided, as its time line has it
     * @param made what its row has
     */
    record Call(String number, long arrived, long answered, long revision, DirectoryModel.Answer made) {}

    RacingReplica(String name, TelephonyStorePort calls, RecordedDirectory recorded) {
        this.name = name;
        this.calls = calls;
        this.recorded = recorded;
        this.watch = new DirectoryWatch(recorded);
        this.directory = new Directory(recorded, watch);
        DirectoryPolicy policy = new DirectoryPolicy(
                null,
                null,
                null,
                DirectoryModel.SYSTEM_AGENT,
                null,
                DirectoryModel.LAST,
                DirectoryPolicy.UnknownNumbers.DEFAULT);
        DirectoryRouting rules = new DirectoryRouting(
                this::snapshot,
                policy,
                new OpeningTimes(
                        (calendar, from, to) -> Optional.of(new HolidayDates(calendar, from, to, Set.of(from)))),
                AgentLoad.NONE);
        FakeLiveKit livekit = new FakeLiveKit(new HandClock(Calls.START));
        this.telephony = Telephony.builder()
                .store(calls)
                .clock(calls::now)
                .instance("race")
                .dispatches(livekit)
                .rooms(livekit)
                .verifier((body, authorization) -> WebhookVerdict.AUTHENTIC)
                .reader(this::read)
                .router(new CallRouter(rules, DirectoryModel.LAST, Rung.DEFAULT, Set.of(), failure -> {}))
                .listener(this)
                // What is to be done for a call is left to a tick that does not come.
                .executor(work -> {
                    throw new RejectedExecutionException();
                })
                .build();
    }

    /** Whoever asks twice in one decision is likely to see two states, because others run between. */
    @SuppressWarnings(
            "ThreadPriorityCheck") // Nothing relies on it: without it a mixture would only be seen more rarely.
    private DirectorySnapshot snapshot() {
        Thread.yield();
        return watch.snapshot();
    }

    String name() {
        return name;
    }

    Directory directory() {
        return directory;
    }

    List<RecordedDirectory.Made> changes() {
        return recorded.made();
    }

    List<Look> looks() {
        return List.copyOf(looks);
    }

    List<Told> told() {
        return List.copyOf(told);
    }

    List<Call> calls() {
        return List.copyOf(decided);
    }

    /** How many changes were refused, by reason. */
    Map<DirectoryRefusedException.Reason, Integer> refused() {
        return Map.copyOf(refused);
    }

    /** Looks for changes that others made, as a process does a few times a second. */
    void look() {
        long began = System.nanoTime();
        watch.refresh();
        looks.add(new Look(began, System.nanoTime()));
    }

    /**
     * Changes something; a change that the directory refuses is one that was not made.
     *
     * @param change answers the revision that it made; 0 = it is not told
     */
    void change(LongSupplier change) {
        try {
            long revision = change.getAsLong();
            told.add(new Told(revision, System.nanoTime()));
        } catch (DirectoryRefusedException e) {
            refused.merge(e.reason(), 1, Integer::sum);
        }
    }

    /** A call comes in: its first webhook is taken in, and again where the store was too busy. */
    void call(int id, String number) {
        byte[] body = (id + " " + number).getBytes(StandardCharsets.UTF_8);
        String room = "RM_" + id;
        for (int tries = 1; ; tries++) {
            long arrived = System.nanoTime();
            try {
                telephony.receive(body, null);
                long answered = System.nanoTime();
                TelephonyCall row = calls.findNewestByRoomSid(room).orElseThrow();
                decided.add(new Call(
                        number,
                        arrived,
                        answered,
                        revisions.getOrDefault(room, 0L),
                        DirectoryModel.Answer.of(
                                Optional.ofNullable(row.route()).orElseThrow())));
                return;
            } catch (StoreUnavailableException e) {
                if (tries == TRIES) {
                    throw e;
                }
            }
        }
    }

    @Override
    public void onTimeline(TelephonyCall call, TimelineEntry entry) {
        for (String step : entry.details().values()) {
            Matcher revision = REVISION.matcher(step);
            if (revision.find()) {
                revisions.put(String.valueOf(call.origin().roomSid()), Long.valueOf(revision.group(1)));
            }
        }
    }

    /** The body of a webhook here: the call's number of its own, and the dialled one. */
    private WebhookReading read(byte[] body, Instant receivedAt) {
        String[] words = new String(body, StandardCharsets.UTF_8).split(" ");
        SipAttributes sip = new SipAttributes(
                "SCL_" + words[0],
                "ringing",
                "ST_trunk",
                "SDR_rule",
                new PhoneNumber("+15551231", null),
                new PhoneNumber(words[1], null),
                Map.of());
        Participant caller =
                new Participant("PA_" + words[0], "sip_+15551231", ParticipantKind.SIP, calls.now(), false, null, sip);
        return new WebhookReading.Event(
                new CallEvent.ParticipantJoined(Calls.header("EV_" + words[0], "RM_" + words[0], receivedAt), caller));
    }
}
