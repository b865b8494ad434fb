/**
 * What firing, arming, starting and being a bystander cost, next to what people do without nofin. Enter by
 * {@code native-scripts/bench}; one {@code main} for each of its parts. None of it is a test.
 */
package io.nofin.bench;
