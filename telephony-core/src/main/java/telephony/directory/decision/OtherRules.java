package telephony.directory.decision;

import telephony.routing.CallRoutingPort;

/**
 * Rules from elsewhere, such as a routing file, that stand behind the directory.
 *
 * @param listed speak for the numbers that they list and for no others; they come before the system's default agent
 * @param unlisted speak for all other calls; they are the last
 */
public record OtherRules(CallRoutingPort listed, CallRoutingPort unlisted) {}
