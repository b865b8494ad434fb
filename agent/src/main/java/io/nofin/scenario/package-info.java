/**
 * The scenario model, its reader and its writer. It describes what the user meant, and nothing about the kernel. The entry points are
 * {@link io.nofin.scenario.ScenarioReader} and {@link io.nofin.scenario.Scenario}. The model is immutable and refuses invalid values
 * by {@link io.nofin.unit.BadValueException}; a reading is confined to one thread.
 *
 * <p>Each part of a scenario has a reader, which takes its values from {@code io.nofin.yaml}. Effects and expectations are written by
 * their {@code toString}, other parts by a writer beside their reader; {@code ScenarioWriterTest} fails when one is incomplete. To add an
 * effect that stands alone: a record that {@link io.nofin.scenario.Effect} permits, and a constant of
 * {@link io.nofin.scenario.EffectKey}. One that goes together with others is a {@link io.nofin.scenario.ShapingPart}, and a constant of
 * {@link io.nofin.scenario.ShapingKey}; a key that selects packets is a constant of {@link io.nofin.scenario.SelectorKey}. The schema, the
 * command line, JUnit, the page and the documentation take them from there. To add an expectation: its record, a line in
 * {@code FaultExpectationReader}, {@code ProbeExpectationReader} or {@code ExpectationReader}, and its form in the schema.
 */
package io.nofin.scenario;
