package io.nofin.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventParserTest {

    @Test
    void readsOneEventAfterTheOther() throws IOException {
        assertEquals(List.of("1 armed {\"run\":\"r1\"}", "2 fired {\"at\":2}"), events("""
            id: 1
            event: armed
            data: {"run":"r1"}

            id: 2
            event: fired
            data: {"at":2}

            """));
    }

    @Test
    void passesOverCommentsAndEventsWithoutData() throws IOException {
        assertEquals(List.of("7 healed {}"), events(": still here\n\nid: 6\nevent: fired\n\nretry: 10\nid:7\nevent:healed\ndata:{}\n\n"));
    }

    @Test
    void joinsDataOfSeveralLinesWhateverTheyEndWith() throws IOException {
        assertEquals(List.of(" targets [\"\u00e4\",\n2]"), events("event: targets\r\ndata: [\"\u00e4\",\r\ndata: 2]\r\n\r\n"));
    }

    @Test
    void leavesOutWhatTheEndCutsOff() throws IOException {
        assertEquals(List.of("1 fired {}"), events("id: 1\nevent: fired\ndata: {}\n\nid: 2\nevent: healed\ndata: {}\n"));
    }

    private static List<String> events(String stream) throws IOException {
        EventParser parser = new EventParser(new ByteArrayInputStream(stream.getBytes(StandardCharsets.UTF_8)));
        List<String> events = new ArrayList<>();
        for (Optional<ServerEvent> event = parser.next(); event.isPresent(); event = parser.next()) {
            events.add(event.get().id() + " " + event.get().kind() + " " + event.get().data());
        }
        return events;
    }
}
