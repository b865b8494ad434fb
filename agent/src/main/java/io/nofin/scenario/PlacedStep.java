package io.nofin.scenario;

/**
 * A step and where it stands.
 *
 * @param index in the timeline, counted from 0
 */
record PlacedStep(int index, Value value, Step step) {
}
