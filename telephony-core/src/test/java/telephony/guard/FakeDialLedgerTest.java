package telephony.guard;

import telephony.testkit.DialLedgerContract;
import telephony.testkit.FakeDialLedger;

class FakeDialLedgerTest implements DialLedgerContract {

    @Override
    public DialLedgerPort newLedger() {
        return new FakeDialLedger();
    }
}
