package telephony.adapters.store;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import telephony.access.ApiKey;
import telephony.access.KeyGrant;
import telephony.access.KeyLife;
import telephony.access.Scope;

/** Keys as text; scopes that this version does not know are left out, so that they allow nothing. */
final class ApiKeyCodec {

    private static final int FORMAT = 1;

    private ApiKeyCodec() {}

    /** All but the id and the version, which stand beside it. */
    static String write(ApiKey key) {
        List<String> scopes =
                key.grant().scopes().stream().map(Scope::word).sorted().toList();
        WrittenObject json = WrittenObject.root(Map.of())
                .number("format", FORMAT)
                .text("name", key.grant().name())
                .texts("scopes", scopes)
                .text("hash", key.hash())
                .instant("createdAt", key.life().createdAt())
                .instant("expiresAt", key.life().expiresAt())
                .instant("revokedAt", key.life().revokedAt());
        if (key.grant().tenantId() != null) {
            json.text("tenantId", key.grant().tenantId());
        }
        if (key.life().successor() != null) {
            json.text("successor", key.life().successor());
        }
        return JsonText.write(json.node());
    }

    /** @throws IllegalArgumentException when it is no key, or of a form that is newer than this version's */
    static ApiKey read(String id, long version, String text) {
        ReadObject from = ReadObject.root(JsonText.read(text), new HashMap<>());
        if (from.number("format") != FORMAT) {
            throw new IllegalArgumentException("a key of another form: " + from.number("format"));
        }
        Set<Scope> scopes = from.texts("scopes").stream()
                .map(Scope::of)
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
        return new ApiKey(
                id,
                new KeyGrant(from.neededText("name"), scopes, from.text("tenantId")),
                from.neededText("hash"),
                new KeyLife(
                        from.neededInstant("createdAt"),
                        from.instant("expiresAt"),
                        from.instant("revokedAt"),
                        from.text("successor")),
                version);
    }
}
