package telephony.guard;

import telephony.testkit.FakeRulings;
import telephony.testkit.RulingPortContract;

class FakeRulingsTest implements RulingPortContract {

    @Override
    public RulingPort newRulings() {
        return new FakeRulings();
    }
}
