package io.nofin.server;

import io.nofin.scenario.FaultKeys;
import io.nofin.scenario.KeyDescription;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The keys of a fault as JSON, for whoever makes a form of them. */
final class KeyList {

    private KeyList() {
    }

    static Map<String, Object> data() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("targets", data(FaultKeys.targets()));
        data.put("selectors", data(FaultKeys.selectors()));
        data.put("effects", data(FaultKeys.alone()));
        data.put("shapings", data(FaultKeys.shapings()));
        data.put("shaping-settings", data(FaultKeys.shapingSettings()));
        data.put("settings", data(FaultKeys.settings()));
        data.put("length", data(List.of(FaultKeys.length())));
        data.put("scenario-settings", data(FaultKeys.scenarioSettings()));
        return data;
    }

    private static List<Map<String, Object>> data(List<KeyDescription> keys) {
        return keys.stream().map(KeyList::data).toList();
    }

    private static Map<String, Object> data(KeyDescription key) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("key", key.word());
        data.put("value", key.label());
        data.put("example", key.example());
        data.put("default", key.usual().orElse(null));
        data.put("meaning", key.meaning());
        data.put("words", key.words());
        data.put("keys", data(key.within()));
        return data;
    }
}
