package io.nofin.desugar;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/** Holds rewritten classes until all have been seen: a nest's host lists the classes that were made for any of its members. Not thread-safe. */
final class DesugaredClasses {

    private final Map<String, Map<String, byte[]>> classes = new TreeMap<>();
    private final Map<String, List<String>> nests = new TreeMap<>();

    /** Rewrites a class. */
    void add(byte[] content) {
        ClassReader reader = new ClassReader(content);
        ClassWriter out = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        DesugaringVisitor visitor = new DesugaringVisitor(out);
        reader.accept(visitor, 0);
        Map<String, byte[]> made = new LinkedHashMap<>();
        made.put(reader.getClassName(), out.toByteArray());
        made.putAll(visitor.made());
        classes.put(reader.getClassName(), made);
        nests.computeIfAbsent(visitor.nestHost(), host -> new ArrayList<>()).addAll(visitor.made().keySet());
    }

    /** Returns a class as it was rewritten, and behind it the classes that were made for it, by their internal names. */
    Map<String, byte[]> of(byte[] original) {
        String name = new ClassReader(original).getClassName();
        Map<String, byte[]> made = classes.get(name);
        made.replace(name, hosting(made.get(name), nests.getOrDefault(name, List.of())));
        return made;
    }

    /** Returns the class with these among its nest's members. */
    private static byte[] hosting(byte[] host, List<String> members) {
        ClassWriter out = new ClassWriter(0);
        new ClassReader(host).accept(new ClassVisitor(Opcodes.ASM9, out) {
            @Override
            public void visitEnd() {
                members.forEach(this::visitNestMember);
                super.visitEnd();
            }
        }, 0);
        return out.toByteArray();
    }
}
