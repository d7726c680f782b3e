package telephony.adapters.store;

/** The one text under which a store keeps the key of an order. */
final class OrderPlace {

    private OrderPlace() {}

    /** Of this key of this scope; no other key of any scope has the same. */
    static String of(String scope, String key) {
        return KeyText.of(scope.length() + ":" + scope + ":" + key);
    }
}
