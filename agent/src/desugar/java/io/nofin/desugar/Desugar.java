package io.nofin.desugar;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Rewrites a jar in place: {@code Desugar JAR}. The same jar gives the same bytes, whatever the host and its time zone. */
public final class Desugar {

    private static final String CLASS = ".class";

    private Desugar() {
    }

    public static void main(String[] arguments) throws IOException {
        Path jar = Path.of(arguments[0]);
        Path made = jar.resolveSibling(jar.getFileName() + ".new");
        Map<ZipEntry, byte[]> entries = read(jar);
        DesugaredClasses classes = new DesugaredClasses();
        entries.forEach((entry, content) -> {
            if (isClass(entry)) {
                classes.add(content);
            }
        });
        try (OutputStream file = Files.newOutputStream(made); ZipOutputStream out = new ZipOutputStream(file)) {
            for (Map.Entry<ZipEntry, byte[]> entry : entries.entrySet()) {
                if (isClass(entry.getKey())) {
                    for (Map.Entry<String, byte[]> one : classes.of(entry.getValue()).entrySet()) {
                        write(out, one.getKey() + CLASS, entry.getKey(), one.getValue());
                    }
                } else {
                    write(out, entry.getKey().getName(), entry.getKey(), entry.getValue());
                }
            }
        }
        Files.move(made, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    private static boolean isClass(ZipEntry entry) {
        return entry.getName().endsWith(CLASS) && !entry.getName().endsWith("module-info" + CLASS);
    }

    private static Map<ZipEntry, byte[]> read(Path jar) throws IOException {
        Map<ZipEntry, byte[]> entries = new LinkedHashMap<>();
        try (InputStream file = Files.newInputStream(jar); ZipInputStream in = new ZipInputStream(file)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry, in.readAllBytes());
            }
        }
        return entries;
    }

    private static void write(ZipOutputStream out, String name, ZipEntry like, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(like.getTimeLocal());
        out.putNextEntry(entry);
        out.write(content);
        out.closeEntry();
    }
}
