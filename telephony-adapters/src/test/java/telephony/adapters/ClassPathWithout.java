package telephony.adapters;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.stream.Stream;
import telephony.Telephony;
import telephony.adapters.store.InMemoryTelephonyStore;

/** The class path of an embedder who left some libraries out: loads our classes anew, and does not find theirs. */
public final class ClassPathWithout extends URLClassLoader {

    private final List<String> hidden;

    /** Hides classes whose names begin so. */
    public ClassPathWithout(String... packages) {
        super(
                Stream.of(Telephony.class, InMemoryTelephonyStore.class, ClassPathWithout.class)
                        .map(ours -> ours.getProtectionDomain().getCodeSource().getLocation())
                        .toArray(URL[]::new),
                ClassPathWithout.class.getClassLoader());
        this.hidden = List.of(packages);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (hidden.stream().anyMatch(name::startsWith)) {
            throw new ClassNotFoundException(name);
        }
        if (!name.startsWith("telephony.")) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? findClass(name) : loaded;
        }
    }
}
