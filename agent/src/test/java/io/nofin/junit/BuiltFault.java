package io.nofin.junit;

import io.nofin.scenario.Fault;
import java.util.List;

/** Makes faults of the words that {@link InjectFault#value} and {@link FaultBuilder#with(String)} take, without arming them. */
public final class BuiltFault {

    private BuiltFault() {
    }

    public static Fault of(String words) {
        return FaultBuilder.on(null, List.of()).with(words).fault();
    }
}
