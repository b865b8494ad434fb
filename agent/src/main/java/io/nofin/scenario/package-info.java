/**
 * What the user meant: the scenario model, immutable, and its reader. Nothing here knows how a kernel is told. Enter by
 * {@link io.nofin.scenario.ScenarioReader} and {@link io.nofin.scenario.Scenario}.
 */
package io.nofin.scenario;
