package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.yaml.ExpectedForm;
import io.nofin.yaml.Keyword;
import io.nofin.yaml.Value;
import java.util.List;
import java.util.Optional;

/** Reads a target of any {@link TargetKind}: a mapping with the kind as its only key. */
final class TargetReader {

    private static final ExpectedForm TARGET = new ExpectedForm("a target", "{ docker: app }");
    private static final List<String> KEYS = TargetKind.written().stream().map(Keyword::word).toList();

    private TargetReader() {
    }

    /** @param allowHost whether the scenario permits the host's own namespace */
    static Optional<TargetSpec> read(Value value, boolean allowHost) {
        Optional<Value> kind = value.fields(TARGET, KEYS).flatMap(fields -> fields.exactlyOne("kind of target", KEYS));
        Optional<TargetSpec> target = kind.flatMap(one -> TargetKind.written().get(KEYS.indexOf(one.key())).read(one));
        if (!allowHost && target.filter(TargetSpec.Host.class::isInstance).isPresent()) {
            kind.get().reportName(hostNotAllowed().what(), hostNotAllowed().remedy());
        }
        return target;
    }

    static BadValueException hostNotAllowed() {
        return new BadValueException("the host's own network is not a target unless the scenario permits it",
            "add allow-host: true at the top of the file if a fault may hit this machine itself");
    }
}
