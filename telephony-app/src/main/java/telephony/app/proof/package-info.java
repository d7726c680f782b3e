/**
 * The deterministic proof: several processes of the real core on a simulated LiveKit and one store, on the worst days that a
 * seed can think of, judged by what is really in the rooms. What is proven and how: {@code docs/proof.md}.
 */
@NullMarked
package telephony.app.proof;

import org.jspecify.annotations.NullMarked;
