package telephony.decided;

import telephony.testkit.DecidedCallPortContract;
import telephony.testkit.FakeDecidedCalls;

class FakeDecidedCallsTest implements DecidedCallPortContract {

    @Override
    public DecidedCallPort newDecidedCalls() {
        return new FakeDecidedCalls();
    }
}
