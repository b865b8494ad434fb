package io.nofin.desugar;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.IntSupplier;
import java.util.function.LongUnaryOperator;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Has a lambda or method reference of each kind, and records; {@link #get} says in lines what they do. */
public final class Sugar implements Supplier<List<String>> {

    private final List<String> lines = new ArrayList<>();
    private final long base = 1L << 40;

    record Everything(boolean flag, byte small, short less, char letter, int number, long large, float real, double exact, String text, int... many) {
    }

    record Nothing() {
    }

    record Pair<A, B>(A first, B second) {
        static <A, B> Pair<A, B> of(A first, B second) {
            return new Pair<>(first, second);
        }
    }

    private interface Greeting {
        String greet(String whom);

        default Greeting twice() {
            return whom -> greet(greet(whom));
        }
    }

    /** A member of the nest with a lambda of its own. */
    private static final class Inner {
        private final Function<String, Integer> length = String::length;

        private int twice(int number) {
            IntSupplier doubled = () -> number * 2 + length.apply("");
            return doubled.getAsInt();
        }
    }

    @Override
    public List<String> get() {
        lambdas();
        references();
        conversions();
        records();
        return lines;
    }

    private void lambdas() {
        int captured = 7;
        Runnable nothing = () -> lines.add("a runnable");
        nothing.run();
        Supplier<Supplier<String>> nested = () -> () -> "nested " + captured + " " + base;
        lines.add(nested.get().get());
        Greeting greeting = whom -> "hello " + whom;
        lines.add(greeting.twice().greet("nest"));
        lines.add("inner " + IntStream.of(1, 2).map(new Inner()::twice).sum());
        lines.add("same " + (constant() == constant()));
        Callable<String> failing = () -> {
            throw new IllegalStateException("from within");
        };
        try {
            failing.call();
        } catch (Exception e) {
            lines.add(e.toString());
        }
    }

    private static Runnable constant() {
        return () -> { };
    }

    private void references() {
        Function<String, StringBuilder> created = StringBuilder::new;
        lines.add(created.apply("created").append('!').toString());
        IntFunction<String[]> array = String[]::new;
        lines.add("array " + array.apply(3).length);
        BiFunction<String, String, Boolean> unbound = String::equalsIgnoreCase;
        lines.add("unbound " + unbound.apply("A", "a"));
        Predicate<Object> bound = List.of("x")::contains;
        lines.add("bound " + bound.test("x"));
        Supplier<String> inherited = this::label;
        lines.add(inherited.get());
        lines.add(Stream.of("b", "a").collect(Collectors.toMap(Function.identity(), String::hashCode, (one, other) -> one, TreeMap::new)).toString());
    }

    private String label() {
        return "private " + lines.size();
    }

    private void conversions() {
        ToLongFunction<Integer> widened = Integer::intValue;
        lines.add("widened " + widened.applyAsLong(5));
        LongUnaryOperator plain = value -> value + base;
        lines.add("plain " + plain.applyAsLong(1));
        DoubleSupplier exact = () -> 3;
        lines.add("exact " + exact.getAsDouble());
        Function<Integer, Long> boxed = Long::valueOf;
        lines.add("boxed " + boxed.apply(4));
        Supplier<Object> wide = () -> 'c';
        lines.add("wide " + wide.get());
        Runnable dropped = lines::size;
        dropped.run();
        Supplier<Number> number = base > 0 ? () -> base : () -> 0;
        lines.add("number " + number.get());
    }

    private void records() {
        Everything one = everything(1);
        lines.add(one.toString().replaceFirst("many=.*", ""));
        lines.add("equal " + one.equals(everything(1)) + one.equals(everything(2)) + one.equals(null) + one.equals("other"));
        lines.add("hash " + (one.hashCode() - java.util.Arrays.hashCode(one.many()) == everything(1).hashCode() - java.util.Arrays.hashCode(one.many())));
        lines.add(new Nothing() + " " + new Nothing().hashCode() + new Nothing().equals(new Nothing()) + new Nothing().equals(one));
        lines.add(Pair.of("a", List.of(1)) + " " + Pair.of("a", 2.5).hashCode() + Pair.of(null, null).equals(Pair.of(null, null)));
        lines.add("numbers " + Pair.of(0.0, 1).equals(Pair.of(-0.0, 1)) + new Real(Double.NaN).equals(new Real(Double.NaN)) + new Real(0.0).equals(new Real(-0.0)));
    }

    private record Real(double value) {
    }

    private static final int[] MANY = {1, 2};

    private static Everything everything(int number) {
        return new Everything(true, (byte) -1, (short) -2, 'x', number, 1L << 33, 1.5f, -0.0, null, MANY);
    }
}
