package telephony.directory;

import telephony.testkit.DirectoryPortContract;
import telephony.testkit.FakeDirectory;

class FakeDirectoryTest implements DirectoryPortContract {

    @Override
    public DirectoryPort newDirectory() {
        return new FakeDirectory();
    }
}
