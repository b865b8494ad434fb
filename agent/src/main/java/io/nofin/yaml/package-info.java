/**
 * Reads YAML strictly, and writes it: a format is made of what this package has, and nothing in it knows of faults. The way from text to
 * values is {@link io.nofin.yaml.SourceText} (characters), {@link io.nofin.yaml.NodeReader} (nodes with their positions),
 * {@link io.nofin.yaml.Value} and {@link io.nofin.yaml.Fields} (what a reader asks for). Whatever is wrong is collected in
 * {@link io.nofin.yaml.Problems}, so that a person is told all of it at once, and ends as an
 * {@link io.nofin.yaml.InvalidDocumentException}. The way back is {@link io.nofin.yaml.FlowMapping} and
 * {@link io.nofin.yaml.FlowScalar}. A reading belongs to one thread; nodes, values and single problems are immutable.
 */
package io.nofin.yaml;
