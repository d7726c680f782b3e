package telephony.guard;

/**
 * Where guards learn about the world.
 *
 * @param numbers numbering plans
 * @param holidays public holidays
 * @param registries imported do-not-call registries
 * @param rulings what people decided: what is switched off, and what velocity does not hold up
 */
public record GuardSources(NumberFactsPort numbers, HolidayPort holidays, DoNotCallPort registries, Rulings rulings) {}
