package io.nofin.yaml;

import io.nofin.unit.Quoted;
import java.util.Optional;

/** The key {@code nofin: 1} at the start of a file. */
public final class FormatVersion {

    private static final String KEY = "nofin";
    public static final String VERSION = "1";
    private static final ExpectedForm FORM = new ExpectedForm("the version of the format", "nofin: 1");

    private FormatVersion() {
    }

    /** @throws InvalidDocumentException when the file has another version, in which keys may have other meanings */
    public static void check(Value root) throws InvalidDocumentException {
        if (!(root.node() instanceof Node.Mapping mapping)) {
            return;
        }
        Optional<Node.Entry> version = mapping.entries().stream().filter(entry -> entry.key().equals(KEY)).findFirst();
        if (version.isEmpty()) {
            root.report("missing key '" + KEY + "'", "start the file with nofin: 1, the version of the format");
            return;
        }
        Value value = new Value(root.problems(), root.path().key(KEY), KEY, version.get().at(), version.get().value());
        Optional<String> text = value.text(FORM);
        if (text.isPresent() && !text.get().equals(VERSION)) {
            boolean isNewer = text.get().matches("\\d+") && !text.get().equals("0");
            value.report("unknown version of the format: " + Quoted.of(text.get()),
                isNewer ? "use a newer nofin, or write nofin: 1 and check the keys" : "write nofin: 1");
            throw root.problems().toException();
        }
    }
}
