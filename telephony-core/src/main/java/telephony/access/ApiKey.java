package telephony.access;

/**
 * A key as it is kept. The key itself, which its holder has, is not in here and cannot be found from it.
 *
 * @param id names it everywhere: it is the readable part of the key, and no secret
 * @param grant what it is good for
 * @param hash SHA-256 of the key, 64 hexadecimal digits in lower case
 * @param life from when until when it is good
 * @param version how often it was stored; 0 = not yet
 */
public record ApiKey(String id, KeyGrant grant, String hash, KeyLife life, long version) {

    /** The same with another life. */
    ApiKey withLife(KeyLife next) {
        return new ApiKey(id, grant, hash, next, version);
    }

    /** As it stands in the store once this has been stored. */
    public ApiKey stored() {
        return new ApiKey(id, grant, hash, life, version + 1);
    }
}
