package telephony.access;

import telephony.testkit.ApiKeyPortContract;
import telephony.testkit.FakeApiKeys;

class FakeApiKeysTest implements ApiKeyPortContract {

    @Override
    public ApiKeyPort newKeys() {
        return new FakeApiKeys();
    }
}
