package io.nofin.testing;

import java.nio.file.Files;
import java.nio.file.Path;

/** The scripts in {@code native-scripts}, wherever below the repository's root this process was started. */
public final class NativeScript {

    private NativeScript() {
    }

    public static Path named(String name) {
        for (Path place = Path.of("").toAbsolutePath(); place != null; place = place.getParent()) {
            Path script = place.resolve("native-scripts").resolve(name);
            if (Files.isExecutable(script)) {
                return script;
            }
        }
        throw new IllegalStateException("native-scripts/" + name + " is in no directory above this one");
    }
}
