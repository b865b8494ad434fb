/**
 * The scenario model, its reader and its writer: what the user meant. Nothing here knows how a kernel is told. The entry points are
 * {@link io.nofin.scenario.ScenarioReader} and {@link io.nofin.scenario.Scenario}. The model is immutable and refuses what
 * cannot be by {@link io.nofin.unit.BadValueException}; a reading belongs to one thread.
 *
 * <p>Each kind of thing has a reader, which asks the values of {@code io.nofin.yaml} for its parts. The way back is
 * shorter: what prints itself as scenarios write it, such as effects and expectations, is written so, and the rest has a writer beside
 * its reader; {@code ScenarioWriterTest} fails when one forgets something. To add an effect:
 * its record, a line in the {@code permits} of {@link io.nofin.scenario.Effect}, its reader, a line in {@code EffectReader},
 * and its key in {@code scenario.schema.json}; {@code ScenarioSchemaTest} fails while the schema and the reader differ. One that
 * goes together with others is a component of {@link io.nofin.scenario.Shaping} and has its line in {@code ShapingReader}. To add
 * an expectation: its record, a line in {@code FaultExpectationReader}, {@code ProbeExpectationReader} or {@code ExpectationReader}, and its form in the schema.
 */
package io.nofin.scenario;
