/**
 * What a line did to packets, told from both of its ends, and whether that is what was asked for. Enter by
 * {@link io.nofin.witness.measure.Pairing} and then {@link io.nofin.witness.measure.Judge}. Pure: sightings in, values out.
 */
package io.nofin.witness.measure;
