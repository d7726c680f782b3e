package telephony.app.proof;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import telephony.app.proof.Happening.Moment;
import telephony.call.TelephonyCall;
import telephony.store.Commit;
import telephony.store.StoreUnavailableException;
import telephony.store.TelephonyStorePort;

/**
 * The line of a process to its store, on which each step can fail before or after it has its effect. Every method of the
 * port is one step, whatever it is called, so this is written for all of them at once.
 */
final class StoreLine {

    private final TelephonyStorePort store;
    private final SimulatedProcess process;
    private final BooleanSupplier cut;
    private final Consumer<TelephonyCall> written;

    private StoreLine(
            TelephonyStorePort store, SimulatedProcess process, BooleanSupplier cut, Consumer<TelephonyCall> written) {
        this.store = store;
        this.process = process;
        this.cut = cut;
        this.written = written;
    }

    /**
     * The store as this process reaches it.
     *
     * @param cut whether it does not just now
     * @param written is told every row that the store took
     */
    static TelephonyStorePort to(
            TelephonyStorePort store, SimulatedProcess process, BooleanSupplier cut, Consumer<TelephonyCall> written) {
        StoreLine line = new StoreLine(store, process, cut, written);
        return (TelephonyStorePort) Proxy.newProxyInstance(
                StoreLine.class.getClassLoader(),
                new Class<?>[] {TelephonyStorePort.class},
                (proxy, method, arguments) -> line.step(method, arguments));
    }

    static StoreUnavailableException unavailable(String what) {
        return new StoreUnavailableException(what + ": simulated fault");
    }

    /** Null among the arguments and as an answer is the port's own affair. */
    private @Nullable Object step(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        process.checkAlive();
        switch (method.getName()) {
            case "now", "rememberingSince", "durability", "toString", "hashCode", "equals" -> {
                return perform(method, arguments);
            }
            case "commit" -> {
                return step(method, arguments, Moment.BEFORE_WRITE, Moment.AFTER_WRITE);
            }
            case "claimDue" -> {
                return step(method, arguments, Moment.BEFORE_CLAIM, Moment.AFTER_CLAIM);
            }
            default -> {
                return step(method, arguments, Moment.BEFORE_READ, Moment.AFTER_READ);
            }
        }
    }

    private @Nullable Object step(Method method, @Nullable Object @Nullable [] arguments, Moment before, Moment after)
            throws Throwable {
        process.reach(before);
        if (cut.getAsBoolean()) {
            throw unavailable(method.getName());
        }
        Object answer = perform(method, arguments);
        tell(arguments, answer);
        process.reach(after);
        return answer;
    }

    private void tell(@Nullable Object @Nullable [] arguments, @Nullable Object answer) {
        if (answer == Commit.Result.STORED && arguments != null && arguments[0] instanceof Commit commit) {
            Optional.ofNullable(commit.nextRow())
                    .flatMap(row -> store.find(row.callId()))
                    .ifPresent(written);
        } else if (answer instanceof Collection<?> claimed) {
            for (Object row : claimed) {
                if (row instanceof TelephonyCall call) {
                    written.accept(call);
                }
            }
        }
    }

    private @Nullable Object perform(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(store, arguments);
        } catch (InvocationTargetException failed) {
            throw failed.getTargetException();
        }
    }
}
