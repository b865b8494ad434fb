package io.nofin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Packages depend one way, downwards; those of one layer do not know each other. */
class ArchitectureTest {

    private static final Path SOURCES = Path.of("src/main/java/io/nofin");
    private static final Pattern IMPORT = Pattern.compile("import (?:static )?io\\.nofin\\.([a-z]+(?:\\.[a-z]+)?)\\.[A-Z].*");

    private static final Pattern TELLING_FAULTS_APART =
        Pattern.compile("instanceof Fault\\.|\\(Fault\\.(OnTargets|Partition)\\)|(OnTargets|Partition)\\.class");

    private static final Pattern PUBLIC_TYPE =
        Pattern.compile("^public (?:\\w+ |non-sealed )*(?:class|@?interface|enum|record) (\\w+)", Pattern.MULTILINE);

    /** The layers of packages, from the top. A package may use packages of lower lines only, apart from the exceptions in its own line. */
    private static final List<List<String>> LAYERS = List.of(
        List.of("cli"),
        List.of("server", "local"),
        List.of("host"),
        List.of("report"),
        List.of("run", "doctor"),
        List.of("probe", "lab"),
        List.of("witness"),
        List.of("witness.measure", "witness.pcapng"),
        List.of("inject"),
        List.of("journal"),
        List.of("queue"),
        List.of("queue.effect"),
        List.of("plan"),
        List.of("target"),
        List.of("firewall"),
        List.of("netlink.route", "netlink.netfilter", "netlink.diag"),
        List.of("netlink.xtables"),
        List.of("netlink", "dns"),
        List.of("linux", "tls"),
        List.of("junit"),
        List.of("backend"),
        List.of("client"),
        List.of("config"),
        List.of("api"),
        List.of("scenario"),
        List.of("yaml"),
        List.of("unit"),
        List.of("lifecycle"));

    @Test
    void everyPackageHasItsLayer() throws IOException {
        Set<String> known = new TreeSet<>(LAYERS.stream().flatMap(List::stream).toList());

        assertEquals(known, packages());
    }

    @Test
    void importsGoDownwards() throws IOException {
        Set<String> upwards = new TreeSet<>();
        for (Path file : sources()) {
            int own = layer(packageOf(file));
            for (String line : Files.readAllLines(file)) {
                Matcher imported = IMPORT.matcher(line);
                if (imported.matches() && !imported.group(1).equals(packageOf(file)) && layer(imported.group(1)) <= own) {
                    upwards.add(file.getFileName() + ": " + line);
                }
            }
        }
        assertEquals(Set.of(), upwards);
    }

    /** A fault answers for itself: whoever asks what kind of fault it is would have to change with each new kind. */
    @Test
    void nobodyOutsideTheModelTellsFaultsApart() throws IOException {
        Set<String> telling = new TreeSet<>();
        for (Path file : sources()) {
            if (!packageOf(file).equals("scenario") && TELLING_FAULTS_APART.matcher(Files.readString(file)).find()) {
                telling.add(file.toString());
            }
        }
        assertEquals(Set.of(), telling);
    }

    /** No two public types share a name, so that a reader knows the type without a look at the imports, and a file may use both. */
    @Test
    void noTwoPublicTypesHaveTheSameName() throws IOException {
        Map<String, List<String>> places = new TreeMap<>();
        for (Path file : sources()) {
            PUBLIC_TYPE.matcher(Files.readString(file)).results()
                .forEach(type -> places.computeIfAbsent(type.group(1), name -> new ArrayList<>()).add(packageOf(file)));
        }
        places.values().removeIf(packages -> packages.size() == 1);
        assertEquals(Map.of(), places);
    }

    @Test
    void everyPackageIntroducesItself() throws IOException {
        for (String name : packages()) {
            assertTrue(Files.exists(SOURCES.resolve(name.replace('.', '/')).resolve("package-info.java")), name);
        }
    }

    private static int layer(String name) {
        for (int index = 0; index < LAYERS.size(); index++) {
            if (LAYERS.get(index).contains(name)) {
                return index;
            }
        }
        throw new AssertionError("package has no layer: " + name);
    }

    private static Set<String> packages() throws IOException {
        Set<String> packages = new TreeSet<>();
        for (Path file : sources()) {
            packages.add(packageOf(file));
        }
        return packages;
    }

    private static String packageOf(Path file) {
        return SOURCES.relativize(file.getParent()).toString().replace('/', '.');
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}
