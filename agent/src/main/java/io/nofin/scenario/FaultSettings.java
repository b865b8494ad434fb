package io.nofin.scenario;

import io.nofin.yaml.Fields;
import java.util.List;

/**
 * How a fault behaves, whatever it does to which packets.
 *
 * @param optional whether it may match nothing
 */
record FaultSettings(boolean optional, OnRestart onRestart, OnWipe onWipe) {

    static final FaultSettings USUAL = new FaultSettings(false, OnRestart.REAPPLY, OnWipe.FAIL);

    static final List<Key<FaultSettings>> KEYS = List.of(
        Key.of("optional", KeyType.BOOLEAN, (settings, value) -> new FaultSettings(value, settings.onRestart, settings.onWipe), FaultSettings::optional,
            "Matching no packet is fine; without it, that is a failure.").usually("false"),
        Key.of("on-restart", KeyType.word("THEN", OnRestart.values()), (settings, value) -> new FaultSettings(settings.optional, value, settings.onWipe),
            FaultSettings::onRestart, "When a container of its targets starts meanwhile, for the first time or again: reapply the fault, forget it there,"
                + " or fail.").usually("reapply"),
        Key.of("on-wipe", KeyType.word("THEN", OnWipe.values()), (settings, value) -> new FaultSettings(settings.optional, settings.onRestart, value),
            FaultSettings::onWipe, "When somebody else takes the fault's rules, sets or qdiscs away, or puts a rule in front of them: fail,"
                + " or restore them at once. The run does not pass either way.").usually("fail"));

    static FaultSettings of(Fault fault) {
        return new FaultSettings(fault.optional(), fault.onRestart(), fault.onWipe());
    }

    /** Reads what an entry under {@code faults} says of it; what is wrong is reported. */
    static FaultSettings read(Fields fault) {
        FaultSettings settings = USUAL;
        for (Key<FaultSettings> key : KEYS) {
            FaultSettings before = settings;
            settings = fault.get(key.word()).flatMap(key::read).map(change -> change.apply(before)).orElse(before);
        }
        return settings;
    }
}
