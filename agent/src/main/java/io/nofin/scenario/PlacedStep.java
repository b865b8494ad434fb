package io.nofin.scenario;

import io.nofin.yaml.Value;

/**
 * A step and where it stands.
 *
 * @param index in the timeline, counted from 0
 */
record PlacedStep(int index, Value value, Step step) {
}
