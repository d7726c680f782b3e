/** Configuration files in YAML, read as trees in which every problem has its place; what the other adapters share. */
@NullMarked
package telephony.adapters.yaml;

import org.jspecify.annotations.NullMarked;
