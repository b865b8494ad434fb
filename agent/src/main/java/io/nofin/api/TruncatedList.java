package io.nofin.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The beginning of a list, since answers and events stay small whatever was asked.
 *
 * @param shown 20 items at most
 * @param count how many the whole list has
 */
public record TruncatedList(List<String> shown, int count) {

    /** The most items that are shown. */
    public static final int MOST = 20;

    public TruncatedList {
        shown = List.copyOf(shown);
    }

    /** Returns the beginning of {@code names}. */
    public static TruncatedList of(List<String> names) {
        return new TruncatedList(names.subList(0, Math.min(MOST, names.size())), names.size());
    }

    /** Reads what {@link #put} has put. */
    public static TruncatedList of(JsonNode object, String key) {
        List<String> shown = new ArrayList<>();
        object.path(key).forEach(name -> shown.add(name.asText()));
        return new TruncatedList(shown, object.path(key + "-count").asInt(shown.size()));
    }

    /** Puts {@code key}, and {@code key-count} where there are more items. */
    public void put(Map<String, Object> object, String key) {
        object.put(key, shown);
        if (count > shown.size()) {
            object.put(key + "-count", count);
        }
    }
}
