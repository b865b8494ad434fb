package io.nofin.journal;

import io.nofin.linux.NetworkNamespace;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * One namespace of a run.
 *
 * @param id     which tells it from another one that got its name meanwhile
 * @param path   by which it was found
 * @param target what a person calls it, in the notation of the command line
 */
public record Place(NetworkNamespace.Id id, Path path, String target, List<Undo> undos) {

    public Place {
        undos = List.copyOf(undos);
    }

    Place with(Undo undo) {
        return new Place(id, path, target, Stream.concat(undos.stream(), Stream.of(undo)).toList());
    }

    Place named(String other) {
        return new Place(id, path, other, undos);
    }

    /** The names of all there is of a kind. */
    public List<List<String>> names(Undo.Kind kind) {
        return undos.stream().filter(undo -> undo.kind() == kind).map(Undo::names).toList();
    }
}
