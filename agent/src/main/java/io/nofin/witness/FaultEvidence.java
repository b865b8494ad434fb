package io.nofin.witness;

import io.nofin.witness.measure.Measure;
import java.util.List;
import java.util.Optional;

/**
 * What the wire of one host says about one fault. A value.
 *
 * @param fault       its name
 * @param host        the label of the host
 * @param inForce     each time it was, from when its gates were known to be open
 * @param cut         of silent drops only
 * @param connections of TCP that the fault touches
 * @param stories     of each such connection and time, in order
 * @param measures    of shapings only: what was asked, and seen
 * @param notes       what a person should know besides: interfaces that were not watched
 */
public record FaultEvidence(
        String fault, String host, List<Stretch> inForce, Silence silence, Optional<Cut> cut, Survival connections,
        List<ConnectionStory> stories, List<Measure> measures, List<String> notes) {

    public FaultEvidence {
        inForce = List.copyOf(inForce);
        stories = List.copyOf(stories);
        measures = List.copyOf(measures);
        notes = List.copyOf(notes);
    }
}
