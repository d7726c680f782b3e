package telephony.adapters.http;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON Merge Patch (RFC 7396), for objects. */
final class MergePatch {

    private MergePatch() {}

    /** A copy of the target with this patch applied: null takes a member away, an object is merged, all else replaces. */
    static ObjectNode applied(ObjectNode patch, ObjectNode target) {
        return merged(target.deepCopy(), patch);
    }

    private static ObjectNode merged(ObjectNode base, ObjectNode patch) {
        patch.properties().forEach(member -> {
            String name = member.getKey();
            if (member.getValue().isNull()) {
                base.remove(name);
            } else if (member.getValue() instanceof ObjectNode inner) {
                ObjectNode before = base.get(name) instanceof ObjectNode known ? known : base.objectNode();
                base.set(name, merged(before, inner));
            } else {
                base.set(name, member.getValue());
            }
        });
        return base;
    }
}
