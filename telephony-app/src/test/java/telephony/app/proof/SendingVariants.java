package telephony.app.proof;

import static telephony.app.proof.Variant.edit;

import java.util.List;

/** Broken variants of what keeps a second create from being sent: leases, looks, intents, quiescence. */
final class SendingVariants {

    private static final String DRIVER = "telephony.dispatch.DispatchDriver";
    private static final String LOOK = "telephony.dispatch.Look";
    private static final String LEASES = "telephony.dispatch.Leases";
    private static final String EFFECT = "telephony.dispatch.Effect";
    private static final String GUARD = "telephony.dispatch.Guard";
    private static final String TABLE = "telephony.dispatch.StateTable";
    private static final String SITUATION = "telephony.dispatch.Situation";
    private static final String TIMING = "telephony.dispatch.DispatchTiming";
    private static final String STORE = "telephony.adapters.store.ProcessStore";

    static final Variant NO_CLAIM = Variant.of(
            "no-claim",
            "the lease: whoever finds a row due works on it",
            edit(LEASES, " && (lease == null || lease.isFreeAt(now));", ";"),
            edit(STORE, "if (row.control().lease() == null || row.control().lease().isFreeAt(now)) {", "if (true) {"));
    static final Variant BLIND_RETRY = Variant.of(
            "blind-retry",
            "the class ambiguous: a lost answer counts as a refusal",
            edit(
                    GUARD,
                    "|| s.creation().answer().kind() == LiveKitAnswer.Kind.ABSENT)),",
                    "|| s.creation().answer().kind() == LiveKitAnswer.Kind.ABSENT"
                            + " || s.creation().answer().kind() == LiveKitAnswer.Kind.AMBIGUOUS)),"));
    static final Variant NO_READ_BEFORE_WRITE = Variant.of(
            "no-read-before-write",
            "taking what the look before a create finds",
            edit(TABLE, "LOOKING = EnumSet.of(WANT, VERIFY);", "LOOKING = EnumSet.of(VERIFY);"),
            edit(
                    TABLE,
                    "rule(WANT, Trigger.LOOKED, Guard.DISPATCH_FOREIGN,",
                    "rule(VERIFY, Trigger.LOOKED, Guard.DISPATCH_FOREIGN,"));
    static final Variant CLIENT_REPLAY = Variant.of(
            "client-replay",
            "the client's abstinence: a create without an answer is sent again by itself",
            edit(
                    "telephony.app.proof.LiveKitLine",
                    "return livekit.create(order);",
                    "return livekit.create(order).thenCompose(answer -> answer.kind() == LiveKitAnswer.Kind.AMBIGUOUS"
                            + " ? livekit.create(order) : java.util.concurrent.CompletableFuture.completedStage(answer));"));
    static final Variant NO_VERSION_CHECK = Variant.of(
            "no-version-check",
            "the store's comparison of versions",
            edit(STORE, "return version == expectedVersion && (sameEpisode", "return (sameEpisode"));
    static final Variant NO_QUIESCENCE = Variant.of(
            "no-quiescence",
            "the wait for a create without an answer",
            edit(EFFECT, "s.now().plus(wide ? timing.wideQuiescence() : timing.quiescence()),", "s.now(),"));
    static final Variant NO_START_UP_QUIESCENCE = Variant.of(
            "no-start-up-quiescence",
            "the wait of a store that forgot",
            edit(
                    GUARD,
                    "s -> s.look().mayFollowAForgottenCreate(s.row(), s.policy().timing().quiescence())),",
                    "s -> false),"));
    static final Variant DISPATCH_ON_EVERY_JOIN = Variant.of(
            "dispatch-on-every-join",
            "the state: each join of a caller wants an agent",
            edit(
                    "telephony.session.CallDecision",
                    "} else if (!allOut && known.ownLegs().size() > before.ownLegs().size()) {",
                    "} else if (event instanceof CallEvent.ParticipantJoined j && j.participant().sipCall().isPresent()) {"),
            edit(
                    TABLE,
                    "rule(NEW, Trigger.ROUTED, Guard.ROUTE_WANTS_AGENT, WANT, Effect.WANT_AGENT),",
                    "rule(OPEN, Trigger.ROUTED, Guard.ROUTE_WANTS_AGENT, WANT, Effect.WANT_AGENT),"));
    static final Variant UNANSWERED_IS_NOTHING = Variant.of(
            "unanswered-is-nothing",
            "the wait for quiescence before replacing, when a create was never answered",
            edit(
                    GUARD,
                    "\"a create may still take effect\", Situation::isUnanswered);",
                    "\"a create may still take effect\", s -> false);"));
    static final Variant VERIFIED_AT_ONCE = Variant.of(
            "verified-at-once",
            "waiting for quiescence before a look proves that a lost create did nothing",
            edit(GUARD, "s -> s.look().isComplete() && s.isQuiet()),", "s -> s.look().isComplete()),"));
    static final Variant TAKEN_OVER_IS_SENT_AGAIN = Variant.of(
            "taken-over-is-sent-again",
            "verifying an intent that somebody else left",
            edit(
                    TABLE,
                    "rule(INTENT, Trigger.TAKEN_OVER, Guard.ALWAYS, VERIFY, Effect.NOTE_LOST, Effect.POLL),",
                    "rule(INTENT, Trigger.TAKEN_OVER, Guard.ALWAYS, WANT, Effect.NOTE_LOST, Effect.LOOK_NOW),"));
    static final Variant TOKEN_LIVES_ON = Variant.of(
            "token-lives-on",
            "the token that expires with its request",
            edit(
                    EFFECT,
                    "wide ? deadline : deadline.minus(timing.tokenLeeway()),",
                    "wide ? deadline : deadline.plus(timing.tokenLeeway()),"));
    static final Variant SENT_WHENEVER = Variant.of(
            "sent-whenever",
            "looking at the clock and the lease before a create is sent",
            edit(
                    DRIVER,
                    "if (lease == null || expired || now.plus(needed).isAfter(lease.until())) {",
                    "if (lease == null) {"));
    static final Variant CREATE_WITHOUT_PROOF = Variant.of(
            "create-without-proof",
            "the proof that the caller is there before a create",
            edit(SITUATION, "return isCallerShown() || fresh;", "return true || fresh;"));
    static final Variant CREATE_ON_HALF_A_LOOK = Variant.of(
            "create-on-half-a-look",
            "that a look which failed forbids creating",
            edit(
                    TABLE,
                    "rule(WANT, Trigger.LOOKED, Guard.LOOK_FAILED, WANT, Effect.NOTE_FAILURE, Effect.BACK_OFF),",
                    ""));
    static final Variant SHORT_LEASE = Variant.of(
            "short-lease",
            "the length of the lease: 100 ms",
            edit(LEASES, "return until(row, now.plus(time));", "return until(row, now.plusMillis(100));"),
            edit(
                    DRIVER,
                    "claim.rows(leases.owner(), leases.time(), room);",
                    "claim.rows(leases.owner(), Duration.ofMillis(100), room);"));
    static final Variant NO_LOOK_REUSE = Variant.of(
            "no-look-reuse",
            "using a young look although a row has changed meanwhile",
            edit(TIMING, "LOOK_REUSE = Duration.ofSeconds(2);", "LOOK_REUSE = Duration.ZERO;"));
    static final Variant STALE_LOOK = Variant.of(
            "stale-look",
            "that a look is void when the row has changed since it began",
            edit(
                    LOOK,
                    "return row.control().version() == before.control().version()",
                    "return row.control().version() >= before.control().version()"));
    static final Variant LEASE_BY_NAME = Variant.of(
            "lease-by-name",
            "telling one's own later lease from the one that ran out",
            edit(
                    LEASES,
                    "return lease != null && lease.equals(claimed.control().lease());",
                    "Lease held = claimed.control().lease();"
                            + " return lease != null && held != null && lease.owner().equals(held.owner());"));
    static final Variant OLD_LOOK = Variant.of(
            "old-look",
            "that nobody acts on a look which is old by now",
            edit(
                    LOOK,
                    "if (age.compareTo(timing.requestDeadline().plus(DispatchTiming.LOOK_REUSE)) > 0) {",
                    "if (age.isNegative()) {"));
    static final Variant WORK_AFTER_LEASE = Variant.of(
            "work-after-lease",
            "that no work is begun whose lease has run out",
            edit(
                    DRIVER,
                    "if (row.control().isFromNewerVersion() || Leases.isRunOut(row, store.now())) {",
                    "if (row.control().isFromNewerVersion()) {"));
    static final Variant DROPPED_STEP = Variant.of(
            "dropped-step",
            "taking a step again that the store did not take",
            edit("telephony.dispatch.StoreSteps", "repeats it\", e);\n            keep(step);", "repeats it\", e);"));
    static final Variant SILENT_UPDATE = Variant.of(
            "silent-update",
            "knowing an update again that the store took without saying so",
            edit(
                    "telephony.dispatch.RowWriter",
                    "unanswered != null && isTaken(unanswered, row)) {",
                    "unanswered != null && row == unanswered.before()) {"));

    static final List<Variant> ALL = List.of(
            NO_CLAIM,
            BLIND_RETRY,
            NO_READ_BEFORE_WRITE,
            CLIENT_REPLAY,
            NO_VERSION_CHECK,
            NO_QUIESCENCE,
            NO_START_UP_QUIESCENCE,
            DISPATCH_ON_EVERY_JOIN,
            UNANSWERED_IS_NOTHING,
            VERIFIED_AT_ONCE,
            TAKEN_OVER_IS_SENT_AGAIN,
            TOKEN_LIVES_ON,
            SENT_WHENEVER,
            CREATE_WITHOUT_PROOF,
            CREATE_ON_HALF_A_LOOK,
            SHORT_LEASE,
            NO_LOOK_REUSE,
            STALE_LOOK,
            LEASE_BY_NAME,
            OLD_LOOK,
            WORK_AFTER_LEASE,
            DROPPED_STEP,
            SILENT_UPDATE);

    private SendingVariants() {}
}
