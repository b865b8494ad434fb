package io.nofin.probe;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The change of state that a callback is told. */
record StateChange(String probe, Transition transition) {

    /** Returns the change for a webhook, by the keys of its JSON. */
    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("probe", probe);
        fields.put("state", transition.to().toString());
        fields.put("previous-state", transition.from().toString());
        fields.put("since", transition.at().toString());
        fields.put("reason", transition.reason());
        fields.put("attempts", transition.failures());
        return fields;
    }

    /** Returns the change for a command: {@code previous-state} is {@code NOFIN_PREVIOUS_STATE}, and so on. */
    Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        fields().forEach((key, value) -> environment.put("NOFIN_" + key.toUpperCase(Locale.ROOT).replace('-', '_'), value.toString()));
        return environment;
    }
}
