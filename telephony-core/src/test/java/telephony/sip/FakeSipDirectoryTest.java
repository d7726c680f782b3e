package telephony.sip;

import telephony.testkit.FakeSipDirectory;
import telephony.testkit.SipDirectoryPortContract;

/** The fake keeps what the real one keeps. */
class FakeSipDirectoryTest implements SipDirectoryPortContract {

    private final FakeSipDirectory fake = new FakeSipDirectory();

    @Override
    public SipDirectoryPort sip() {
        return fake;
    }
}
