package io.nofin.api;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** The fields of a JSON object, in the order in which they are written. */
public final class JsonFields {

    private JsonFields() {
    }

    /** @param namesAndValues names and values in turn */
    public static Map<String, Object> of(Object... namesAndValues) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int index = 0; index < namesAndValues.length; index += 2) {
            fields.put((String) namesAndValues[index], namesAndValues[index + 1]);
        }
        return fields;
    }

    /** Returns a duration as reports and the API have it: in seconds. */
    public static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
