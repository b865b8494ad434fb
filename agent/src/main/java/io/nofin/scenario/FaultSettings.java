package io.nofin.scenario;

import io.nofin.yaml.Fields;
import java.util.List;

/**
 * The settings of a fault that are independent of its effect and selector.
 *
 * @param optional whether the fault may match no packet
 */
record FaultSettings(boolean optional, OnRestart onRestart, OnWipe onWipe) {

    static final FaultSettings USUAL = new FaultSettings(false, OnRestart.REAPPLY, OnWipe.FAIL);

    static final List<Key<FaultSettings>> KEYS = List.of(
        Key.of("optional", KeyType.BOOLEAN, (settings, value) -> new FaultSettings(value, settings.onRestart, settings.onWipe), FaultSettings::optional,
            "Accepts that the fault matches no packet, which is a failure otherwise.").usually("false"),
        Key.of("on-restart", KeyType.word("THEN", OnRestart.values()), (settings, value) -> new FaultSettings(settings.optional, value, settings.onWipe),
            FaultSettings::onRestart, "When a container of its targets starts or restarts during the run: reapply the fault, forget it there,"
                + " or fail.").usually("reapply"),
        Key.of("on-wipe", KeyType.word("WHAT", OnWipe.values()), (settings, value) -> new FaultSettings(settings.optional, settings.onRestart, value),
            FaultSettings::onWipe, "When somebody else removes the fault's rules, sets or qdiscs, or puts a rule in front of them: fail,"
                + " or restore them at once. The run does not pass in either case.").usually("fail"));

    static FaultSettings of(Fault fault) {
        return new FaultSettings(fault.optional(), fault.onRestart(), fault.onWipe());
    }

    /** Reads the settings of an entry under {@code faults}; problems are reported. */
    static FaultSettings read(Fields fault) {
        return Key.readAll(KEYS, fault, USUAL);
    }
}
