package io.nofin.desugar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.Opcodes;

/** Rewrites the compiled {@link Sugar} by the step of the build, and runs it. */
class DesugarTest {

    private static final String PACKAGE = "io/nofin/desugar/";

    @TempDir
    private Path folder;

    private Path jar;

    @BeforeEach
    void rewriteSugar() throws Exception {
        jar = rewritten("sugar.jar", Map.of());
    }

    @Test
    void doesWhatItDidBefore() throws Exception {
        List<String> expected = new Sugar().get();

        assertEquals(expected, run(jar));
        assertTrue(expected.contains("java.lang.IllegalStateException: from within"), expected.toString());
    }

    @Test
    void leavesNothingForTheJvmToMake() throws IOException {
        try (ZipFile file = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : file.stream().filter(one -> one.getName().endsWith(".class")).toList()) {
                try (InputStream in = file.getInputStream(entry)) {
                    String content = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);

                    assertFalse(content.contains("LambdaMetafactory") || content.contains("ObjectMethods"), entry.getName());
                }
            }
            assertTrue(file.stream().anyMatch(entry -> entry.getName().startsWith(PACKAGE + "Sugar$$Lambda")));
        }
    }

    @Test
    void givesTheSameBytesInEachTimeZone() throws Exception {
        assertArrayEquals(Files.readAllBytes(jar), Files.readAllBytes(rewritten("other.jar", Map.of("TZ", "Asia/Tokyo"))));
    }

    private static List<String> run(Path jar) throws Exception {
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            Object sugar = loader.loadClass(Sugar.class.getName()).getDeclaredConstructor().newInstance();
            List<String> lines = new ArrayList<>();
            for (Object line : (List<?>) ((Supplier<?>) sugar).get()) {
                lines.add(line.toString());
            }
            return lines;
        }
    }

    private Path rewritten(String name, Map<String, String> environment) throws Exception {
        Path made = folder.resolve(name);
        Path classes = Path.of(Sugar.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        try (OutputStream out = Files.newOutputStream(made); ZipOutputStream zip = new ZipOutputStream(out);
                Stream<Path> files = Files.list(classes.resolve(PACKAGE))) {
            for (Path file : files.filter(one -> one.getFileName().toString().startsWith("Sugar")).sorted().toList()) {
                ZipEntry entry = new ZipEntry(PACKAGE + file.getFileName());
                entry.setTimeLocal(java.time.LocalDateTime.of(2026, 1, 1, 0, 0));
                zip.putNextEntry(entry);
                zip.write(Files.readAllBytes(file));
            }
        }
        ProcessBuilder command = new ProcessBuilder("../native-scripts/desugar", made.toString(),
            Path.of(Opcodes.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toString()).redirectErrorStream(true);
        command.environment().putAll(environment);
        Process process = command.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        return made;
    }
}
