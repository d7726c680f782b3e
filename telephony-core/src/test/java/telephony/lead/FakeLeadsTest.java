package telephony.lead;

import telephony.testkit.FakeLeads;
import telephony.testkit.LeadPortContract;

class FakeLeadsTest implements LeadPortContract {

    @Override
    public LeadPort newLeads() {
        return new FakeLeads();
    }
}
