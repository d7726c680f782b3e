/** Who answers: the question, the decision, and the port for rules of one's own. */
@NullMarked
package telephony.routing;

import org.jspecify.annotations.NullMarked;
