/**
 * The HTTP side: LiveKit's webhook, reading of calls, health. What a request may cost is bounded before any route sees
 * it; the routes themselves only put questions to the core and its answers into JSON.
 */
@NullMarked
package telephony.adapters.http;

import org.jspecify.annotations.NullMarked;
