/**
 * Measures, from both ends of a line, what it did to packets, and whether that is what was asked for. The entry points are
 * {@link io.nofin.witness.measure.Pairing} and then {@link io.nofin.witness.measure.Judge}, which answers each claim with a
 * {@link io.nofin.witness.measure.Verdict}. Pure: observations in, values out.
 */
package io.nofin.witness.measure;
