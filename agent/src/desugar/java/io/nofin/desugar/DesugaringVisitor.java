package io.nofin.desugar;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Replaces each {@code invokedynamic} of one class that {@link LambdaClass} or {@link RecordMethod} can stand for. */
final class DesugaringVisitor extends ClassVisitor {

    private final Map<String, byte[]> made = new LinkedHashMap<>();
    private final List<RecordMethod> methods = new ArrayList<>();
    private String name = "";
    private String nestHost = "";
    private int version;

    DesugaringVisitor(ClassWriter out) {
        super(Opcodes.ASM9, out);
    }

    /** Returns the classes that were made, by their internal names. */
    Map<String, byte[]> made() {
        return made;
    }

    /** Returns the internal name of the class that lists all members of the nest. */
    String nestHost() {
        return nestHost;
    }

    @Override
    public void visit(int version, int access, String name, String signature, String superName, String[] interfaces) {
        this.version = version;
        this.name = name;
        nestHost = name;
        super.visit(version, access, name, signature, superName, interfaces);
    }

    @Override
    public void visitNestHost(String host) {
        nestHost = host;
        super.visitNestHost(host);
    }

    @Override
    public MethodVisitor visitMethod(int access, String name, String descriptor, String signature, String[] exceptions) {
        return new MethodVisitor(Opcodes.ASM9, super.visitMethod(access, name, descriptor, signature, exceptions)) {
            @Override
            public void visitInvokeDynamicInsn(String called, String type, Handle bootstrap, Object... arguments) {
                if (bootstrap.getOwner().equals("java/lang/invoke/LambdaMetafactory") && bootstrap.getName().equals("metafactory")) {
                    lambda(called, type, (Type) arguments[0], (Handle) arguments[1], (Type) arguments[2]).call(mv);
                } else if (bootstrap.getOwner().equals("java/lang/runtime/ObjectMethods")) {
                    record(called, type, arguments).call(mv);
                } else {
                    super.visitInvokeDynamicInsn(called, type, bootstrap, arguments);
                }
            }
        };
    }

    private LambdaClass lambda(String method, String factory, Type erased, Handle body, Type actual) {
        LambdaClass lambda = new LambdaClass(name + "$$Lambda" + made.size(), method, factory, erased, body, actual);
        made.put(lambda.name(), lambda.content(version, nestHost));
        return lambda;
    }

    private RecordMethod record(String method, String type, Object... arguments) {
        RecordMethod made = RecordMethod.of(name, method, type, arguments);
        methods.add(made);
        return made;
    }

    @Override
    public void visitEnd() {
        methods.forEach(method -> method.write(cv));
        super.visitEnd();
    }
}
