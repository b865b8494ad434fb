package io.nofin.desugar;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * The class for one lambda or method reference, as {@code LambdaMetafactory} would spin it: a field for each captured value, and one
 * method that converts its arguments and calls the body. One that captures nothing has a single instance.
 *
 * @param method  the name of the interface's method
 * @param factory the descriptor of the call site: captured values to interface
 * @param erased  the type of the interface's method
 * @param body    the method that does the work
 * @param actual  the type of the interface's method with its type arguments
 */
record LambdaClass(String name, String method, String factory, Type erased, Handle body, Type actual) {

    private static final String INSTANCE = "INSTANCE";
    private static final String OF = "of";
    private static final String CONSTRUCTOR = "<init>";
    private static final String OBJECT = "java/lang/Object";

    /** Writes what replaces the call site. */
    void call(MethodVisitor out) {
        if (captured().length == 0) {
            out.visitFieldInsn(Opcodes.GETSTATIC, name, INSTANCE, type().getDescriptor());
        } else {
            out.visitMethodInsn(Opcodes.INVOKESTATIC, name, OF, factory, false);
        }
    }

    /** Returns the class, which is a member of the nest, since bodies are private. */
    byte[] content(int version, String nestHost) {
        ClassWriter out = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        out.visit(version, Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC, name, null, OBJECT, new String[] {type().getInternalName()});
        out.visitNestHost(nestHost);
        constructor(out);
        if (captured().length == 0) {
            single(out);
        } else {
            create(code(out, Opcodes.ACC_STATIC, OF, factory));
        }
        method(code(out, Opcodes.ACC_PUBLIC, method, erased.getDescriptor()));
        out.visitEnd();
        return out.toByteArray();
    }

    private Type[] captured() {
        return Type.getArgumentTypes(factory);
    }

    private Type type() {
        return Type.getReturnType(factory);
    }

    private String constructorType() {
        return Type.getMethodDescriptor(Type.VOID_TYPE, captured());
    }

    private static MethodVisitor code(ClassWriter out, int access, String name, String descriptor) {
        MethodVisitor code = out.visitMethod(access, name, descriptor, null, null);
        code.visitCode();
        return code;
    }

    private static void end(MethodVisitor code, int instruction) {
        code.visitInsn(instruction);
        code.visitMaxs(0, 0);
        code.visitEnd();
    }

    private void constructor(ClassWriter out) {
        MethodVisitor code = code(out, 0, CONSTRUCTOR, constructorType());
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, OBJECT, CONSTRUCTOR, "()V", false);
        int slot = 1;
        for (int i = 0; i < captured().length; i++) {
            Type type = captured()[i];
            out.visitField(Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL, field(i), type.getDescriptor(), null, null).visitEnd();
            code.visitVarInsn(Opcodes.ALOAD, 0);
            code.visitVarInsn(type.getOpcode(Opcodes.ILOAD), slot);
            code.visitFieldInsn(Opcodes.PUTFIELD, name, field(i), type.getDescriptor());
            slot += type.getSize();
        }
        end(code, Opcodes.RETURN);
    }

    private static String field(int index) {
        return "captured" + index;
    }

    private void single(ClassWriter out) {
        out.visitField(Opcodes.ACC_STATIC | Opcodes.ACC_FINAL, INSTANCE, type().getDescriptor(), null, null).visitEnd();
        MethodVisitor code = code(out, Opcodes.ACC_STATIC, "<clinit>", "()V");
        code.visitTypeInsn(Opcodes.NEW, name);
        code.visitInsn(Opcodes.DUP);
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, name, CONSTRUCTOR, constructorType(), false);
        code.visitFieldInsn(Opcodes.PUTSTATIC, name, INSTANCE, type().getDescriptor());
        end(code, Opcodes.RETURN);
    }

    private void create(MethodVisitor code) {
        code.visitTypeInsn(Opcodes.NEW, name);
        code.visitInsn(Opcodes.DUP);
        int slot = 0;
        for (Type type : captured()) {
            code.visitVarInsn(type.getOpcode(Opcodes.ILOAD), slot);
            slot += type.getSize();
        }
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, name, CONSTRUCTOR, constructorType(), false);
        end(code, Opcodes.ARETURN);
    }

    private void method(MethodVisitor code) {
        if (body.getTag() == Opcodes.H_NEWINVOKESPECIAL) {
            code.visitTypeInsn(Opcodes.NEW, body.getOwner());
            code.visitInsn(Opcodes.DUP);
        }
        for (int i = 0; i < captured().length; i++) {
            code.visitVarInsn(Opcodes.ALOAD, 0);
            code.visitFieldInsn(Opcodes.GETFIELD, name, field(i), captured()[i].getDescriptor());
        }
        int slot = 1;
        for (int i = 0; i < erased.getArgumentTypes().length; i++) {
            Type type = erased.getArgumentTypes()[i];
            code.visitVarInsn(type.getOpcode(Opcodes.ILOAD), slot);
            slot += type.getSize();
            Conversion.write(code, type, actual.getArgumentTypes()[i], parameters().get(captured().length + i));
        }
        code.visitMethodInsn(instruction(), body.getOwner(), body.getName(), body.getDesc(), body.isInterface());
        Conversion.writeResult(code, result(), actual.getReturnType(), erased.getReturnType());
        end(code, erased.getReturnType().getOpcode(Opcodes.IRETURN));
    }

    /** Returns the types that the body takes, its object included. */
    private List<Type> parameters() {
        boolean hasObject = body.getTag() != Opcodes.H_INVOKESTATIC && body.getTag() != Opcodes.H_NEWINVOKESPECIAL;
        List<Type> types = new ArrayList<>(hasObject ? List.of(Type.getObjectType(body.getOwner())) : List.of());
        Stream.of(Type.getArgumentTypes(body.getDesc())).forEach(types::add);
        return types;
    }

    private Type result() {
        return body.getTag() == Opcodes.H_NEWINVOKESPECIAL ? Type.getObjectType(body.getOwner()) : Type.getReturnType(body.getDesc());
    }

    /** Returns the instruction that calls the body; a private one of the nest is called like any other since Java 11. */
    private int instruction() {
        return switch (body.getTag()) {
            case Opcodes.H_INVOKESTATIC -> Opcodes.INVOKESTATIC;
            case Opcodes.H_NEWINVOKESPECIAL -> Opcodes.INVOKESPECIAL;
            default -> body.isInterface() ? Opcodes.INVOKEINTERFACE : Opcodes.INVOKEVIRTUAL;
        };
    }
}
