package telephony.directory;

/**
 * What is wrong with an entry.
 *
 * @param key of which entry
 * @param pointer where: a JSON pointer into the entry; empty = the whole
 * @param message what it must be; begins with "must", or tells what is missing
 */
public record DirectoryFlaw(EntryKey key, String pointer, String message) {}
