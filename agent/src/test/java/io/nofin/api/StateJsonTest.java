package io.nofin.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nofin.yaml.Problem;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Runs, faults and errors are read back as the agent wrote them; no component is lost either way. */
class StateJsonTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Instant MOMENT = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final ErrorBody ERROR = new ErrorBody("wrong", 422, Optional.of("line 1"), Optional.of("mend it"), 2,
        List.of(new Problem("a.yaml", 1, 2, "faults", "wrong", "mend it")));

    @Test
    void errorsAreReadAsTheyWere() throws Exception {
        assertEquals(ERROR, ErrorBody.of(written(ERROR.data())));
    }

    @Test
    void runsAreReadAsTheyWere() throws Exception {
        RunState run = new RunState("7", "cut", "a cable is cut", RunState.Phase.FAILED, "ann", Optional.of("k3x"), Optional.of(MOMENT),
            Optional.of(MOMENT.plusSeconds(1)), Optional.of(MOMENT.plusSeconds(2)), Optional.of(new RunState.Result(true, true)),
            List.of(new RunEvent.Stretch("cut", Duration.ofSeconds(2), Duration.ofMillis(500))), List.of("cut"), List.of(Map.of("name", "cut")), Optional.of(ERROR));

        assertTellsAll(run);
        assertEquals(run, RunState.of(written(run.data())));
    }

    @Test
    void faultsAreReadAsTheyWere() throws Exception {
        List<String> many = IntStream.range(0, 30).mapToObj(number -> "docker:app-" + number).toList();
        FaultState fault = new FaultState("cut", "drop", "drop: silent", TruncatedList.of(many), TruncatedList.of(List.of("docker:redis")),
            Optional.of(Duration.ofMillis(1_500)), "ann", Optional.of("bob"), Optional.of(MOMENT), 12, 3_456, List.of("a rule was deleted"),
            MAPPER.readTree("{\"on\":\"docker:app-0\"}"));

        assertTellsAll(fault);
        assertEquals(fault, FaultState.of(written(fault.data())));
    }

    /** Asserts that no component is empty: an empty one would be equal even after a reading that forgets it. */
    private static void assertTellsAll(Record state) throws ReflectiveOperationException {
        for (RecordComponent component : state.getClass().getRecordComponents()) {
            Object value = component.getAccessor().invoke(state);
            boolean isEmpty = Stream.of(Optional.empty(), List.of(), "", 0L).anyMatch(value::equals);
            assertEquals(false, isEmpty, component.getName());
        }
    }

    private static JsonNode written(Map<String, Object> data) throws JsonProcessingException {
        return MAPPER.readTree(JsonText.line(data));
    }
}
