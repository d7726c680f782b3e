package telephony.adapters.livekit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import telephony.dispatch.LiveKitAnswer;
import telephony.dispatch.LiveKitAnswer.Kind;
import telephony.sip.SipDirectoryPort;
import telephony.sip.SipEntry;
import telephony.sip.SipKind;
import telephony.sip.SipSetting;
import telephony.sip.SipSettings;
import telephony.sip.SipWanted;

/**
 * Trunks and dispatch rules through LiveKit's API, in JSON: the SDK's messages lack settings of the server that we keep
 * ({@code auth_realm}, {@code media}, an agent's {@code deployment}). Made by {@link LiveKitApi}.
 */
final class LiveKitSipDirectory implements SipDirectoryPort {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** How LiveKit speaks of a kind. */
    private record Words(
            LiveKitMethod list,
            LiveKitMethod create,
            LiveKitMethod update,
            LiveKitMethod delete,
            String id,
            String ids,
            String body) {}

    private static final Map<SipKind, Words> WORDS = Map.of(
            SipKind.INBOUND_TRUNK,
            new Words(
                    LiveKitMethod.LIST_INBOUND_TRUNKS,
                    LiveKitMethod.CREATE_INBOUND_TRUNK,
                    LiveKitMethod.UPDATE_INBOUND_TRUNK,
                    LiveKitMethod.DELETE_TRUNK,
                    "sip_trunk_id",
                    "trunk_ids",
                    "trunk"),
            SipKind.OUTBOUND_TRUNK,
            new Words(
                    LiveKitMethod.LIST_OUTBOUND_TRUNKS,
                    LiveKitMethod.CREATE_OUTBOUND_TRUNK,
                    LiveKitMethod.UPDATE_OUTBOUND_TRUNK,
                    LiveKitMethod.DELETE_TRUNK,
                    "sip_trunk_id",
                    "trunk_ids",
                    "trunk"),
            SipKind.DISPATCH_RULE,
            new Words(
                    LiveKitMethod.LIST_RULES,
                    LiveKitMethod.CREATE_RULE,
                    LiveKitMethod.UPDATE_RULE,
                    LiveKitMethod.DELETE_RULE,
                    "sip_dispatch_rule_id",
                    "dispatch_rule_ids",
                    "dispatch_rule"));

    private final Twirp twirp;
    private final Tokens tokens;

    LiveKitSipDirectory(Twirp twirp, Tokens tokens) {
        this.twirp = twirp;
        this.tokens = tokens;
    }

    @Override
    public CompletionStage<LiveKitAnswer<List<SipEntry>>> list(SipKind kind) {
        return trees(kind, NODES.objectNode())
                .thenApply(answer -> answer.map(
                        trees -> trees.stream().map(tree -> entry(kind, tree)).toList()));
    }

    /** As the port says. */
    @Override
    public CompletionStage<LiveKitAnswer<SipEntry>> create(SipWanted wanted, String keeper) {
        if (!wanted.trunks().isEmpty()) {
            throw new IllegalArgumentException(wanted.name() + " names trunks that have not been resolved");
        }
        Words words = words(wanted.kind());
        ObjectNode tree = NODES.objectNode();
        SipWire.overlay(wanted.kind(), tree, wanted.settings());
        tree.put("name", wanted.name());
        tree.put("metadata", SipMark.write(wanted.settings().value(SipSetting.METADATA), keeper));
        return ask(wanted.kind(), words.create(), NODES.objectNode().set(words.body(), tree));
    }

    /**
     * As the port says. What is there is read first: for the mark, and because LiveKit's partial update takes few
     * settings; with the others goes the whole, as it was read, what we do not know of it included.
     */
    @Override
    public CompletionStage<LiveKitAnswer<SipEntry>> update(
            SipKind kind, String id, SipSettings changes, String keeper) {
        Words words = words(kind);
        ObjectNode one = NODES.objectNode();
        one.putArray(words.ids()).add(id);
        return trees(kind, one).thenCompose(read -> {
            if (!read.isDone()) {
                return done(LiveKitAnswer.failed(read.kind(), read.detail()));
            }
            ObjectNode tree = read.answered().orElse(List.of()).stream()
                    .filter(found -> found.path(words.id()).asText().equals(id))
                    .findFirst()
                    .orElse(null);
            return tree == null
                    ? done(LiveKitAnswer.failed(Kind.ABSENT, "there is no " + kind.words() + " " + id))
                    : update(kind, id, tree, changes, keeper);
        });
    }

    private CompletionStage<LiveKitAnswer<SipEntry>> update(
            SipKind kind, String id, ObjectNode tree, SipSettings changes, String keeper) {
        SipMark mark = SipMark.read(tree.path("metadata").asText());
        String metadata = metadata(mark, changes, keeper);
        if (metadata == null) {
            return done(LiveKitAnswer.failed(
                    Kind.ALARM, "not sent: its metadata is no JSON object and cannot bear our mark; give it metadata"));
        }
        boolean marked = keeper.equals(mark.keptBy()) && !changes.names(SipSetting.METADATA);
        ObjectNode request = NODES.objectNode().put(words(kind).id(), id);
        ObjectNode partial = SipWire.partial(kind, changes).orElse(null);
        if (partial != null) {
            if (!marked) {
                partial.put("metadata", metadata);
            }
            if (partial.isEmpty()) {
                return done(LiveKitAnswer.done(entry(kind, tree)));
            }
            request.set("update", partial);
        } else {
            SipWire.overlay(kind, tree, changes);
            tree.put("metadata", marked ? tree.path("metadata").asText() : metadata);
            request.set("replace", tree);
        }
        return ask(kind, words(kind).update(), request);
    }

    @Override
    public CompletionStage<LiveKitAnswer<Void>> delete(SipKind kind, String id) {
        Words words = words(kind);
        return send(words.delete(), NODES.objectNode().put(words.id(), id))
                .thenApply(reply -> Answers.ofJson(words.delete(), reply, body -> {
                    tree(body); // Throws when it is none.
                    return LiveKitAnswer.done();
                }));
    }

    /** The metadata that bears the mark; null = what is there cannot bear it. */
    private static @Nullable String metadata(SipMark mark, SipSettings changes, String keeper) {
        if (changes.names(SipSetting.METADATA)) {
            return SipMark.write(changes.value(SipSetting.METADATA), keeper);
        }
        return mark.others() == null ? null : SipMark.write(mark.others(), keeper);
    }

    private CompletionStage<LiveKitAnswer<SipEntry>> ask(SipKind kind, LiveKitMethod method, JsonNode request) {
        return send(method, request)
                .thenApply(reply -> Answers.ofJson(method, reply, body -> {
                    SipEntry entry = entry(kind, tree(body));
                    if (entry.id().isEmpty()) {
                        throw new IllegalArgumentException("it names no id");
                    }
                    return LiveKitAnswer.done(entry);
                }));
    }

    private CompletionStage<LiveKitAnswer<List<ObjectNode>>> trees(SipKind kind, ObjectNode request) {
        Words words = words(kind);
        return send(words.list(), request)
                .thenApply(reply -> Answers.ofJson(words.list(), reply, body -> {
                    // Where an id is not there, some versions leave an empty place.
                    return LiveKitAnswer.done(tree(body)
                            .path("items")
                            .valueStream()
                            .filter(item -> item.path(words.id()).isTextual())
                            .map(ObjectNode.class::cast)
                            .toList());
                }));
    }

    private CompletableFuture<Twirp.Reply> send(LiveKitMethod method, JsonNode request) {
        return twirp.callJson(method, request.toString().getBytes(StandardCharsets.UTF_8), tokens.sipAdmin());
    }

    private static SipEntry entry(SipKind kind, JsonNode tree) {
        SipMark mark = SipMark.read(tree.path("metadata").asText());
        ObjectNode others = mark.others();
        SipSettings metadata = Optional.ofNullable(others)
                .flatMap(members -> SipSetting.METADATA.read(JSON.convertValue(members, Map.class)))
                .map(read -> SipSettings.NONE.with(SipSetting.METADATA, read))
                .orElse(SipSettings.NONE);
        return new SipEntry(
                kind,
                tree.path(words(kind).id()).asText(),
                tree.path("name").asText(),
                SipWire.read(kind, tree).with(metadata),
                mark.keptBy(),
                others != null);
    }

    private static ObjectNode tree(byte[] body) {
        try {
            if (JSON.readTree(body) instanceof ObjectNode object) {
                return object;
            }
            throw new IllegalArgumentException("it is no JSON object");
        } catch (IOException e) {
            throw new UncheckedIOException("it is no JSON", e);
        }
    }

    private static Words words(SipKind kind) {
        Words words = WORDS.get(kind);
        if (words == null) {
            throw new IllegalStateException("LiveKit has no words for " + kind);
        }
        return words;
    }

    private static <T> CompletionStage<LiveKitAnswer<T>> done(LiveKitAnswer<T> answer) {
        return CompletableFuture.completedFuture(answer);
    }
}
