package telephony.access;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a key lets its holder do, and what people call it.
 *
 * @param name for people, such as whose it is
 * @param scopes what it is good for; words of a newer version are left out when it is read
 * @param tenantId the only tenant whose calls it shows; null = it is bound to none and shows all
 */
public record KeyGrant(String name, Set<Scope> scopes, @Nullable String tenantId) {

    public KeyGrant {
        scopes = Set.copyOf(scopes);
    }

    /** Whether it is good for this; {@link Scope#ADMIN} is good for all. */
    public boolean allows(Scope scope) {
        return scopes.contains(scope) || scopes.contains(Scope.ADMIN);
    }
}
