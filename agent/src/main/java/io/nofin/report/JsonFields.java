package io.nofin.report;

import java.util.LinkedHashMap;
import java.util.Map;

/** The fields of a JSON object, in the order in which they are written. */
final class JsonFields {

    private JsonFields() {
    }

    /** @param namesAndValues name, value, name, value, ... */
    static Map<String, Object> of(Object... namesAndValues) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int index = 0; index < namesAndValues.length; index += 2) {
            fields.put((String) namesAndValues[index], namesAndValues[index + 1]);
        }
        return fields;
    }
}
