package telephony.guard;

/** What sort of number a numbering plan says that a number is. */
public enum NumberKind {
    /** In a house. */
    FIXED_LINE,
    /** In a pocket. */
    MOBILE,
    /** Either; North America does not tell them apart. */
    FIXED_LINE_OR_MOBILE,
    /** Over the internet. */
    VOIP,
    /** Paid by who is called. */
    TOLL_FREE,
    /** Paid dearly by who calls. */
    PREMIUM_RATE,
    /** Paid by both. */
    SHARED_COST,
    /** Follows a person; often dear. */
    PERSONAL,
    /** A pager. */
    PAGER,
    /** One number of a company for many places. */
    UAN,
    /** Goes to a mailbox. */
    VOICEMAIL,
    /** None of these, or not known. */
    UNKNOWN
}
