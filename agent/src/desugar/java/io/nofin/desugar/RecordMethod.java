package io.nofin.desugar;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * {@code equals}, {@code hashCode} or {@code toString} of a record, as {@code ObjectMethods} defines them: a static method of the record.
 *
 * @param owner      the record
 * @param descriptor the type of the method, with the record in front
 * @param names      the components, in order
 * @param fields     their fields
 */
record RecordMethod(String owner, String method, String descriptor, List<String> names, List<Handle> fields) {

    private static final String OBJECTS = "java/util/Objects";
    private static final String BUILDER = "java/lang/StringBuilder";

    /** @param arguments of the call site: the record, its components' names with semicolons between them, and their fields */
    static RecordMethod of(String owner, String method, String descriptor, Object... arguments) {
        List<Handle> fields = new ArrayList<>();
        for (int i = 2; i < arguments.length; i++) {
            fields.add((Handle) arguments[i]);
        }
        return new RecordMethod(owner, method, descriptor, fields.isEmpty() ? List.of() : List.of(arguments[1].toString().split(";")), fields);
    }

    /** Writes what replaces the call site. */
    void call(MethodVisitor out) {
        out.visitMethodInsn(Opcodes.INVOKESTATIC, owner, name(), descriptor, false);
    }

    private String name() {
        return "$" + method;
    }

    /** Adds the method to the record. */
    void write(ClassVisitor out) {
        MethodVisitor code = out.visitMethod(Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC, name(), descriptor, null, null);
        code.visitCode();
        switch (method) {
            case "equals" -> equality(code);
            case "hashCode" -> hash(code);
            default -> text(code);
        }
        code.visitMaxs(0, 0);
        code.visitEnd();
    }

    private void get(MethodVisitor code, int variable, Handle field) {
        code.visitVarInsn(Opcodes.ALOAD, variable);
        code.visitFieldInsn(Opcodes.GETFIELD, owner, field.getName(), field.getDesc());
    }

    private void equality(MethodVisitor code) {
        Label same = new Label();
        Label different = new Label();
        code.visitVarInsn(Opcodes.ALOAD, 1);
        code.visitTypeInsn(Opcodes.INSTANCEOF, owner);
        code.visitJumpInsn(Opcodes.IFNE, same);
        answer(code, false);
        code.visitLabel(same);
        code.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
        code.visitVarInsn(Opcodes.ALOAD, 1);
        code.visitTypeInsn(Opcodes.CHECKCAST, owner);
        code.visitVarInsn(Opcodes.ASTORE, 2);
        for (Handle field : fields) {
            get(code, 0, field);
            get(code, 2, field);
            compare(code, Type.getType(field.getDesc()), different);
        }
        answer(code, true);
        if (!fields.isEmpty()) {
            code.visitLabel(different);
            code.visitFrame(Opcodes.F_APPEND, 1, new Object[] {owner}, 0, null);
            answer(code, false);
        }
    }

    private static void answer(MethodVisitor code, boolean equal) {
        code.visitInsn(equal ? Opcodes.ICONST_1 : Opcodes.ICONST_0);
        code.visitInsn(Opcodes.IRETURN);
    }

    /** Primitives are compared by their boxes' {@code compare}: a NaN equals a NaN, and 0.0 is not -0.0. */
    private static void compare(MethodVisitor code, Type type, Label different) {
        if (Conversion.isPrimitive(type)) {
            code.visitMethodInsn(Opcodes.INVOKESTATIC, Conversion.box(type).getInternalName(), "compare",
                Type.getMethodDescriptor(Type.INT_TYPE, type, type), false);
            code.visitJumpInsn(Opcodes.IFNE, different);
        } else {
            code.visitMethodInsn(Opcodes.INVOKESTATIC, OBJECTS, "equals", "(Ljava/lang/Object;Ljava/lang/Object;)Z", false);
            code.visitJumpInsn(Opcodes.IFEQ, different);
        }
    }

    private void hash(MethodVisitor code) {
        code.visitInsn(Opcodes.ICONST_0);
        for (Handle field : fields) {
            Type type = Type.getType(field.getDesc());
            code.visitIntInsn(Opcodes.BIPUSH, 31);
            code.visitInsn(Opcodes.IMUL);
            get(code, 0, field);
            if (Conversion.isPrimitive(type)) {
                code.visitMethodInsn(Opcodes.INVOKESTATIC, Conversion.box(type).getInternalName(), "hashCode",
                    Type.getMethodDescriptor(Type.INT_TYPE, type), false);
            } else {
                code.visitMethodInsn(Opcodes.INVOKESTATIC, OBJECTS, "hashCode", "(Ljava/lang/Object;)I", false);
            }
            code.visitInsn(Opcodes.IADD);
        }
        code.visitInsn(Opcodes.IRETURN);
    }

    private void text(MethodVisitor code) {
        code.visitTypeInsn(Opcodes.NEW, BUILDER);
        code.visitInsn(Opcodes.DUP);
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, BUILDER, "<init>", "()V", false);
        append(code, owner.substring(Math.max(owner.lastIndexOf('/'), owner.lastIndexOf('$')) + 1) + "[");
        for (int i = 0; i < fields.size(); i++) {
            append(code, (i == 0 ? "" : ", ") + names.get(i) + "=");
            get(code, 0, fields.get(i));
            append(code, appended(Type.getType(fields.get(i).getDesc())));
        }
        append(code, "]");
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, BUILDER, "toString", "()Ljava/lang/String;", false);
        code.visitInsn(Opcodes.ARETURN);
    }

    private static Type appended(Type type) {
        return !Conversion.isPrimitive(type) ? Type.getType(Object.class)
            : type.equals(Type.BYTE_TYPE) || type.equals(Type.SHORT_TYPE) ? Type.INT_TYPE : type;
    }

    private static void append(MethodVisitor code, String text) {
        code.visitLdcInsn(text);
        append(code, Type.getType(String.class));
    }

    private static void append(MethodVisitor code, Type type) {
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, BUILDER, "append", Type.getMethodDescriptor(Type.getObjectType(BUILDER), type), false);
    }
}
