/**
 * The scenario model, its reader and its writer. It describes what the user meant, and nothing about the kernel. The entry points are
 * {@link io.nofin.scenario.ScenarioReader} and {@link io.nofin.scenario.Scenario}. The model is immutable and refuses invalid values
 * by {@link io.nofin.unit.BadValueException}; a reading is confined to one thread.
 *
 * <p>Each part of a scenario has a reader, which takes its values from {@code io.nofin.yaml}. Effects and expectations are written by
 * their {@code toString}, other parts by a writer beside their reader; {@code ScenarioWriterTest} fails when one is incomplete. To
 * add an effect: its record, a line in the {@code permits} of {@link io.nofin.scenario.Effect}, its reader, a line in
 * {@code EffectReader}, and its key in {@code scenario.schema.json}; {@code ScenarioSchemaTest} fails while the schema and the reader
 * differ. One that goes together with others is a component of {@link io.nofin.scenario.Shaping} and has its line in
 * {@code ShapingReader}. To add an expectation: its record, a line in {@code FaultExpectationReader}, {@code ProbeExpectationReader}
 * or {@code ExpectationReader}, and its form in the schema.
 */
package io.nofin.scenario;
