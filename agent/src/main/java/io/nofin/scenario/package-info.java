/**
 * What the user meant: the scenario model, its reader and its writer. Nothing here knows how a kernel is told. Enter by
 * {@link io.nofin.scenario.ScenarioReader} and {@link io.nofin.scenario.Scenario}; what a host lays down for all scenarios is
 * read by {@link io.nofin.scenario.HostConfigReader}. The model is immutable and refuses what
 * cannot be by {@link io.nofin.unit.BadValueException}; a reading belongs to one thread.
 *
 * <p>On the way from text to model: {@code SourceText} (characters), {@code NodeReader} (YAML with positions), {@code Value}
 * and {@code Fields} (what readers ask, and where problems are reported), one reader for each kind of thing. The way back is
 * shorter: what prints itself as scenarios write it, such as effects and expectations, is written so, and the rest has a writer beside
 * its reader; {@code ScenarioWriterTest} fails when one forgets something. To add an effect:
 * its record, a line in the {@code permits} of {@link io.nofin.scenario.Effect}, its reader, a line in {@code EffectReader},
 * and its key in {@code scenario.schema.json}; {@code ScenarioSchemaTest} fails while the schema and the reader differ. One that
 * goes together with others is a component of {@link io.nofin.scenario.Shaping} and has its line in {@code ShapingReader}. To add
 * an expectation: its record, a line in {@code FaultExpectationReader}, {@code ProbeExpectationReader} or {@code ExpectationReader}, and its form in the schema.
 */
package io.nofin.scenario;
