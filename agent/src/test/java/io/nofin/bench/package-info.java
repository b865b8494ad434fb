/**
 * Benchmarks of firing, arming, starting and being a bystander, next to what people do without nofin. They are started by
 * {@code native-scripts/bench}, and each has a {@code main} of its own. None of them is a test.
 */
package io.nofin.bench;
