package telephony.directory;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import telephony.call.FreeValues;

/**
 * A phone number that callers dial.
 *
 * @param number in E.164: {@code +} and 7 to 15 digits. Any of this shape, for those of test systems are in no numbering plan
 * @param tenantId whose it is; null = nobody's in particular
 * @param agentIds who answers it, in an order that decides among active ones of the same priority
 * @param legacy what another system said of it and is kept for that system: JSON values by name
 */
public record DirectoryNumber(
        String number, @Nullable String tenantId, List<String> agentIds, Map<String, Object> legacy)
        implements DirectoryEntry {

    public DirectoryNumber {
        agentIds = List.copyOf(agentIds);
        legacy = FreeValues.object(legacy);
    }

    /** Its beginning, {@code +} included: {@code +91}. */
    public String countryCode() {
        return CountryCodes.of(number);
    }

    /** The number behind its country code, as callers in the country dial it but for their trunk prefix. */
    public String nationalNumber() {
        return number.substring(countryCode().length());
    }

    @Override
    public EntryKey key() {
        return EntryKey.number(number);
    }

    @Override
    public List<Reference> references() {
        return References.and(tenantId, "/agentIds", EntryKind.AGENT, agentIds);
    }
}
