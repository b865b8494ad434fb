package io.nofin.desugar;

import java.util.List;
import java.util.Map;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Writes the conversions of {@code LambdaMetafactory}: casts, boxing, unboxing and widening. */
final class Conversion {

    private static final Map<Type, Type> BOXES = Map.of(
        Type.BOOLEAN_TYPE, Type.getType(Boolean.class), Type.BYTE_TYPE, Type.getType(Byte.class), Type.CHAR_TYPE, Type.getType(Character.class),
        Type.SHORT_TYPE, Type.getType(Short.class), Type.INT_TYPE, Type.getType(Integer.class), Type.LONG_TYPE, Type.getType(Long.class),
        Type.FLOAT_TYPE, Type.getType(Float.class), Type.DOUBLE_TYPE, Type.getType(Double.class));

    /** The types that widening tells apart, the narrowest first, and the instructions from each to each wider one. */
    private static final List<Type> WIDTHS = List.of(Type.INT_TYPE, Type.LONG_TYPE, Type.FLOAT_TYPE, Type.DOUBLE_TYPE);
    private static final List<List<Integer>> WIDENING = List.of(
        List.of(Opcodes.NOP, Opcodes.I2L, Opcodes.I2F, Opcodes.I2D), List.of(Opcodes.NOP, Opcodes.NOP, Opcodes.L2F, Opcodes.L2D),
        List.of(Opcodes.NOP, Opcodes.NOP, Opcodes.NOP, Opcodes.F2D));

    private Conversion() {
    }

    /**
     * Converts the value on top of the stack.
     *
     * @param from   its type
     * @param actual what it is known to be, where {@code from} is erased
     */
    static void write(MethodVisitor code, Type from, Type actual, Type to) {
        if (isPrimitive(from) && isPrimitive(to)) {
            widen(code, from, to);
        } else if (isPrimitive(from)) {
            box(code, from);
        } else if (isPrimitive(to)) {
            unbox(code, BOXES.containsValue(actual) ? actual : BOXES.get(isPrimitive(actual) ? actual : to), to);
        } else if (!from.equals(to) && !to.equals(Type.getType(Object.class))) {
            code.visitTypeInsn(Opcodes.CHECKCAST, to.getInternalName());
        }
    }

    /** Converts the body's result on top of the stack to the interface's, or drops it. */
    static void writeResult(MethodVisitor code, Type from, Type actual, Type to) {
        if (to.equals(Type.VOID_TYPE)) {
            if (from.getSize() > 0) {
                code.visitInsn(from.getSize() == 2 ? Opcodes.POP2 : Opcodes.POP);
            }
        } else {
            write(code, from, isPrimitive(to) ? from : actual, to);
        }
    }

    /** Returns the class of boxed values. */
    static Type box(Type primitive) {
        return BOXES.get(primitive);
    }

    static boolean isPrimitive(Type type) {
        return BOXES.containsKey(type);
    }

    private static void box(MethodVisitor code, Type from) {
        Type box = box(from);
        code.visitMethodInsn(Opcodes.INVOKESTATIC, box.getInternalName(), "valueOf", Type.getMethodDescriptor(box, from), false);
    }

    private static void unbox(MethodVisitor code, Type box, Type to) {
        Type within = BOXES.entrySet().stream().filter(entry -> entry.getValue().equals(box)).findFirst().orElseThrow().getKey();
        code.visitTypeInsn(Opcodes.CHECKCAST, box.getInternalName());
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, box.getInternalName(), within.getClassName() + "Value", Type.getMethodDescriptor(within), false);
        widen(code, within, to);
    }

    private static void widen(MethodVisitor code, Type from, Type to) {
        if (width(from) < width(to)) {
            code.visitInsn(WIDENING.get(width(from)).get(width(to)));
        }
    }

    /** Returns the place among the widths; all that is smaller than an int is one on the stack. */
    private static int width(Type type) {
        return Math.max(0, WIDTHS.indexOf(type));
    }
}
