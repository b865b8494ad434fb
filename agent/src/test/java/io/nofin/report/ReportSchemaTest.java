package io.nofin.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import io.nofin.scenario.Side;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The schema and reports that were made up; those of real runs are in {@code io.nofin.e2e.ReportTest}. */
class ReportSchemaTest {

    private static final JsonSchemaFactory DRAFT = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private static final JsonSchema SCHEMA = DRAFT.getSchema(ReportSchema.text());
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void isASchemaOfItsDraft() throws Exception {
        assertEquals(Set.of(), DRAFT.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"))
            .validate(JSON.readTree(ReportSchema.text())));
    }

    @Test
    void allowsNoOtherKeysAnywhere() throws Exception {
        List<JsonNode> objects = JSON.readTree(ReportSchema.text()).findParents("type").stream()
            .filter(node -> node.path("type").asText().equals("object")).toList();

        assertFalse(objects.isEmpty());
        objects.forEach(object -> assertTrue(object.has("additionalProperties"), object::toString));
    }

    @Test
    void acceptsWhatIsKnownAndWhatIsNot() throws Exception {
        assertEquals(Set.of(), SCHEMA.validate(report()));
    }

    @Test
    void refusesAnotherVersionAndUnknownKeys() throws Exception {
        assertEquals(1, SCHEMA.validate(report().put("nofin-report", 2)).size());
        assertEquals(1, SCHEMA.validate(report().put("weather", "fine")).size());
        assertEquals(1, SCHEMA.validate(report().without("expectations")).size());
    }

    private static ObjectNode report() throws Exception {
        return (ObjectNode) JSON.readTree(JsonReport.of(Samples.run(
            List.of(Samples.fault(false, List.of(Samples.TURN), Samples.count(Side.EGRESS, 5, 1, Samples.EVERYONE))),
            List.of(Samples.connection(Samples.cut(Samples.silent(), Optional.empty()))), List.of("a problem"), false)));
    }
}
