package telephony.adapters.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import telephony.access.ApiKey;
import telephony.access.ApiKeyPort;
import telephony.store.StoreUnavailableException;

/** Keys in a hash beside the calls: by id, the version, a space and the rest. */
final class RedisApiKeys implements ApiKeyPort {

    private final RedisLink link;

    RedisApiKeys(RedisLink link) {
        this.link = link;
    }

    @Override
    public List<ApiKey> all() {
        List<?> answer = link.step("reading the API keys", RedisScript.KEYS_ALL, List.of());
        List<ApiKey> keys = new ArrayList<>();
        for (int i = 0; i < answer.size(); i += 2) {
            keys.add(key((String) answer.get(i), (String) answer.get(i + 1)));
        }
        keys.sort(Comparator.comparing(ApiKey::id));
        return List.copyOf(keys);
    }

    private static ApiKey key(String id, String text) {
        try {
            int space = text.indexOf(' ');
            return ApiKeyCodec.read(id, Long.parseLong(text, 0, Math.max(0, space), 10), text.substring(space + 1));
        } catch (IllegalArgumentException e) {
            throw new StoreUnavailableException(
                    "API key " + id + " stands in Redis with text that is no key of this version: restore it, or delete"
                            + " its field",
                    e);
        }
    }

    @Override
    public boolean commit(List<ApiKey> next) {
        List<String> arguments = new ArrayList<>();
        for (ApiKey key : next) {
            arguments.add(key.id());
            arguments.add(Long.toString(key.version()));
            arguments.add(ApiKeyCodec.write(key));
        }
        return link.step("storing API keys", RedisScript.KEYS_COMMIT, arguments)
                .get(0)
                .equals("STORED");
    }

    @Override
    public void remove(String id) {
        link.step("removing API key " + id, RedisScript.KEYS_REMOVE, List.of(id));
    }
}
