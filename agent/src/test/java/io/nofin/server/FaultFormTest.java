package io.nofin.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.nofin.scenario.ScenarioSchema;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The page's form has a field for every key of a fault, so that the two do not drift apart. */
class FaultFormTest {

    /** What the place in the matrix, the kind of fault, or several fields say, and what a scenario is for. */
    private static final Set<String> WITHOUT_FIELD = Set.of("on", "drop", "connections", "optional", "on-restart", "on-wipe", "slot", "partition", "ecn");

    @Test
    void itHasAFieldForEachKeyOfAFault() throws Exception {
        String form;
        try (InputStream page = PageRoutes.class.getResourceAsStream("page/index.html")) {
            form = new String(page.readAllBytes(), StandardCharsets.UTF_8);
        }
        Set<String> missing = new TreeSet<>();
        new ObjectMapper().readTree(ScenarioSchema.text()).at("/$defs/fault/properties").fieldNames().forEachRemaining(missing::add);
        missing.removeIf(key -> WITHOUT_FIELD.contains(key) || form.contains("name=\"" + key + "\""));

        assertEquals(List.of(), List.copyOf(missing));
    }
}
