/**
 * Reads YAML strictly, and writes it. Formats are built from the types of this package, which know nothing of faults. Text becomes
 * values by {@link io.nofin.yaml.SourceText} (characters), {@link io.nofin.yaml.NodeReader} (nodes with their positions), and
 * {@link io.nofin.yaml.Value} and {@link io.nofin.yaml.Fields} (the interface of a format's reader). Problems are collected in
 * {@link io.nofin.yaml.Problems}, so that all are reported together by an {@link io.nofin.yaml.InvalidDocumentException}. Writing is
 * by {@link io.nofin.yaml.FlowMapping} and {@link io.nofin.yaml.FlowScalar}. A reading is confined to one thread; nodes, values and
 * single problems are immutable.
 */
package io.nofin.yaml;
