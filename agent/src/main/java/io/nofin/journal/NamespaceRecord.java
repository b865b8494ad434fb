package io.nofin.journal;

import io.nofin.linux.NetworkNamespace;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * One namespace of a run.
 *
 * @param id     its identity, which tells it from another one that got its name meanwhile
 * @param path   the path by which it was found
 * @param target its name for people, in the notation of the command line
 */
public record NamespaceRecord(NetworkNamespace.Id id, Path path, String target, List<Undo> undos) {

    public NamespaceRecord {
        undos = List.copyOf(undos);
    }

    NamespaceRecord with(Undo undo) {
        return new NamespaceRecord(id, path, target, Stream.concat(undos.stream(), Stream.of(undo)).toList());
    }

    NamespaceRecord named(String other) {
        return new NamespaceRecord(id, path, other, undos);
    }

    /** Returns the names of everything of a kind that is to be undone. */
    public List<List<String>> names(Undo.Kind kind) {
        return undos.stream().filter(undo -> undo.kind() == kind).map(Undo::names).toList();
    }
}
