package io.nofin.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nofin.scenario.Budget;
import io.nofin.scenario.ScenarioSchema;
import io.nofin.testing.KernelTest;
import io.nofin.testing.NativeScript;
import io.nofin.testing.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that nobody wrote by hand can be made of the agent's description. */
@KernelTest
class GeneratedClientTest {

    private static final Path PYTHON = NativeScript.named("python").resolveSibling("../agent/target/python/bin").normalize();

    /** A client from openapi-python-client makes each effect, in its short and its long form, with every key typed. */
    @Test
    void makesEveryFault(@TempDir Path directory) throws IOException {
        assertTrue(Files.isExecutable(PYTHON.resolve("openapi-python-client")), "make " + PYTHON + " with native-scripts/python");
        NewToken token = NewToken.draw("ci", false);
        try (World world = World.start(directory); AgentProcess agent = AgentProcess.start(world,
                "listen: [{ address: \"127.0.0.1:" + AgentProcess.PORT + "\", tokens: " + AgentProcess.tokens(world, token) + " }]")) {
            world.connect("left", "right");
            Files.writeString(directory.resolve("openapi.yaml"), agent.http().get("/v1/openapi.yaml").is(200).body());
            Files.copy(GeneratedClientTest.class.getResourceAsStream("/clients/every_fault.py"), directory.resolve("every_fault.py"));

            world.sh("PATH=" + PYTHON + ":$PATH; openapi-python-client generate --path openapi.yaml --meta none --output-path nofin_client >/dev/null");
            String made = world.sh(PYTHON + "/python -B every_fault.py http://127.0.0.1:" + AgentProcess.PORT + " " + token.token());

            assertEquals(17, made.lines().count(), made);
        }
    }

    @Test
    void mayUseEveryExampleOfTheDescription() throws IOException {
        JsonNode content = ApiDescription.document().at("/paths/~1v1~1faults~1{name}");

        for (Map.Entry<String, JsonNode> example : content.at("/put/requestBody/content/application~1json/examples").properties()) {
            FaultSpec.read(example.getKey(), (ObjectNode) example.getValue().get("value"));
        }
        assertEquals(6, content.at("/put/requestBody/content/application~1json/examples").size());
        FaultSpec slow = FaultSpec.read("slow", (ObjectNode) content.at("/put/requestBody/content/application~1json/examples/slow/value"));
        slow.merged((ObjectNode) content.at("/patch/requestBody/content/application~1json/examples/change/value"), Budget.STANDARD);
    }

    @Test
    void findsEveryKeyOfAFault() throws IOException {
        TreeSet<String> keys = new TreeSet<>();
        new ObjectMapper().readTree(ScenarioSchema.text()).at("/$defs/fault/properties")
            .fieldNames().forEachRemaining(keys::add);
        TreeSet<String> described = new TreeSet<>();
        ApiDescription.document().at("/components/schemas/FaultSpec/properties").fieldNames().forEachRemaining(described::add);

        assertTrue(described.containsAll(keys), keys + " but only " + described);
    }

    @Test
    void findsEverySchemaThatAnotherNames() throws IOException {
        JsonNode document = ApiDescription.document();

        document.findValuesAsText("$ref").forEach(reference -> assertTrue(document.at(reference.substring(1)).isObject(), reference));
    }
}
