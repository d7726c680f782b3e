package telephony.adapters.store;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import telephony.call.TelephonyCall;
import telephony.store.Commit;
import telephony.testkit.Calls;

/** A process that writes calls until it is killed, and says of each when it was acknowledged. */
final class KilledWriter {

    private KilledWriter() {}

    /** Argument: the file of the store. Prints the room SID of each call after its commit. */
    public static void main(String[] args) {
        JdbcDatabase database = new JdbcDatabase(JdbcSettings.h2(Path.of(args[0])));
        database.migrate();
        JdbcTelephonyStore store = new JdbcTelephonyStore(database, InstantSource.system(), JdbcStores.random());
        for (int i = 0; !System.out.checkError(); i++) {
            TelephonyCall row = Calls.inbound("RM_" + i, "SCL_" + i);
            if (store.commit(new Commit(Calls.inboxEntry("EV_" + i), row, 0, List.of())) == Commit.Result.STORED) {
                System.out.println("RM_" + i);
            }
        }
    }
}
