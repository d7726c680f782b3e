package telephony.guard;

/**
 * Where guards learn about the world.
 *
 * @param numbers numbering plans
 * @param holidays public holidays
 * @param registries imported do-not-call registries
 */
public record GuardSources(NumberFactsPort numbers, HolidayPort holidays, DoNotCallPort registries) {}
