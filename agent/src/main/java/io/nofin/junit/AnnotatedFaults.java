package io.nofin.junit;

import io.nofin.scenario.Delay;
import io.nofin.scenario.Direction;
import io.nofin.scenario.Distribution;
import io.nofin.scenario.Engine;
import io.nofin.scenario.FaultEntry;
import io.nofin.scenario.Protocol;
import io.nofin.unit.BadValueException;
import io.nofin.unit.Durations;
import io.nofin.unit.Probability;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Builds faults from annotations. */
record AnnotatedFaults(TestScope scope, FieldTargets named) {

    /**
     * Builds the fault and fires it.
     *
     * @throws IllegalArgumentException when a value is wrong
     */
    Injection start(InjectFault fault) {
        FaultBuilder builder = FaultBuilder.on(scope, Arrays.stream(fault.on()).map(named::target).toList());
        if (!fault.value().isEmpty()) {
            builder.with(FaultEntry.parse(fault.value()), named::known);
        }
        select(builder, fault);
        affect(builder, fault);
        given(fault.name(), builder::named);
        if (fault.optional()) {
            builder.optional();
        }
        if (fault.witness()) {
            builder.witness();
        }
        addDeprecated(builder, fault);
        return builder.start();
    }

    @SuppressWarnings("removal")
    private static void addDeprecated(FaultBuilder builder, InjectFault fault) {
        given(fault.atMost(), text -> builder.forAtMost(Durations.parse(text)));
        given(fault.forAtMost(), text -> builder.forAtMost(Durations.parse(text)));
        given(fault.interfaceName(), builder::interfaceName);
        if (fault.mayTouchNothing()) {
            builder.optional();
        }
        if (fault.witnessed()) {
            builder.witness();
        }
    }

    private void select(FaultBuilder builder, InjectFault fault) {
        builder.peers(Arrays.stream(fault.peers()).map(named::peer).toArray()).ports(fault.ports())
            .localPorts((Object[]) fault.localPorts()).remotePorts((Object[]) fault.remotePorts())
            .protocol(word("protocol", fault.protocol(), Protocol.values()))
            .direction(word("direction", fault.direction(), Direction.values()))
            .engine(word("engine", fault.engine(), Engine.values()));
        given(fault.filter(), builder::filter);
        given(fault.longerThan(), builder::longerThan);
        given(fault.shorterThan(), builder::shorterThan);
        given(fault.connections(), builder::connections);
    }

    private static void affect(FaultBuilder builder, InjectFault fault) {
        if (fault.drop()) {
            builder.drop();
        }
        given(fault.reject(), builder::reject);
        delay(builder, fault);
        given(fault.loss(), builder::loss);
        given(fault.duplicate(), builder::duplicate);
        given(fault.corrupt(), builder::corrupt);
        given(fault.reorder(), builder::reorder);
        given(fault.rate(), builder::rate);
    }

    @SuppressWarnings("removal")
    private static void delay(FaultBuilder builder, InjectFault fault) {
        if (!fault.delay().isEmpty() || !fault.jitter().isEmpty()) {
            Duration jitter = fault.jitter().isEmpty() ? Duration.ZERO : Durations.parse(fault.jitter());
            Duration time = fault.delay().isEmpty() ? Duration.ZERO : Durations.parse(fault.delay());
            builder.delay(new Delay(time, jitter, Probability.ZERO, Distribution.UNIFORM));
        }
    }

    private static void given(String value, Consumer<String> use) {
        if (!value.isEmpty()) {
            use.accept(value);
        }
    }

    private static <T extends Enum<T>> T word(String what, String word, T[] values) {
        List<String> words = Arrays.stream(values).map(value -> value.name().toLowerCase(Locale.ROOT)).toList();
        if (!words.contains(word)) {
            throw new BadValueException(what + " = \"" + word + "\"", "write one of " + String.join(", ", words));
        }
        return values[words.indexOf(word)];
    }
}
