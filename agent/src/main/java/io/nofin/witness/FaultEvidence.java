package io.nofin.witness;

import io.nofin.unit.TimeSpan;
import io.nofin.witness.measure.Measure;
import java.util.List;
import java.util.Optional;

/**
 * The evidence on the wire of one host about one fault. A value.
 *
 * @param fault       the fault's name
 * @param host        the label of the host
 * @param inForce     each time that it was in force, from when its gates were known to be open
 * @param cut         for silent drops only
 * @param connections whether the fault's TCP connections survived
 * @param stories     the story of each such connection and time, in order
 * @param measures    the properties asked for and seen; for shapings only
 * @param notes       other facts that a person should know: interfaces that were not watched
 */
public record FaultEvidence(
        String fault, String host, List<TimeSpan> inForce, Silence silence, Optional<DropEvidence> cut, Survival connections,
        List<ConnectionTimeline> stories, List<Measure> measures, List<String> notes) {

    public FaultEvidence {
        inForce = List.copyOf(inForce);
        stories = List.copyOf(stories);
        measures = List.copyOf(measures);
        notes = List.copyOf(notes);
    }
}
