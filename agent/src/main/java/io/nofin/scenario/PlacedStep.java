package io.nofin.scenario;

import io.nofin.yaml.Value;

/**
 * A step with its place in the timeline.
 *
 * @param index counted from 0
 */
record PlacedStep(int index, Value value, Step step) {
}
