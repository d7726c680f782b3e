package telephony.adapters.store;

import telephony.guard.DialLedgerPort;
import telephony.testkit.DialLedgerContract;

class InMemoryDialLedgerTest implements DialLedgerContract {

    @Override
    public DialLedgerPort newLedger() {
        return new InMemoryDialLedger();
    }
}
