package io.nofin.scenario;

import java.util.List;
import java.util.stream.Stream;

/** Returns the descriptions of all keys of a fault, for whatever writes or reads one. Each key is defined once, in its enum. */
public final class FaultKeys {

    private FaultKeys() {
    }

    /** Returns what says whose networks get the fault. */
    public static List<KeyDescription> targets() {
        return List.of(on(), PartitionReader.GROUPS_KEY.description());
    }

    /** Returns the key of the targets; a partition has its groups instead. */
    public static KeyDescription on() {
        return FaultReader.ON.description();
    }

    /** Returns what says which packets. */
    public static List<KeyDescription> selectors() {
        return Stream.of(SelectorKey.values()).map(SelectorKey::description).toList();
    }

    /** Returns the effects that stand alone. */
    public static List<KeyDescription> alone() {
        return Stream.of(EffectKey.values()).map(EffectKey::description).toList();
    }

    /** Returns the effects that go together, each with the keys of its own. */
    public static List<KeyDescription> shapings() {
        return Stream.of(ShapingKey.values()).map(ShapingKey::description).toList();
    }

    /** Returns what else a fault has that shapes. */
    public static List<KeyDescription> shapingSettings() {
        return Shaping.SETTINGS.stream().map(Key::description).toList();
    }

    /** Returns how a fault behaves, whatever it does. */
    public static List<KeyDescription> settings() {
        return FaultSettings.KEYS.stream().map(Key::description).toList();
    }

    /** Returns the key that says how long a fault fires. A step of a timeline has it, and whoever injects one fault without a scenario. */
    public static KeyDescription length() {
        return Step.FOR.description();
    }

    /** Returns the settings of a scenario for all of its faults. */
    public static List<KeyDescription> scenarioSettings() {
        return ScenarioSettings.descriptions();
    }
}
