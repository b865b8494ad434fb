package io.nofin.backend;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.nofin.api.FaultState;
import io.nofin.api.Form;
import io.nofin.client.AgentClient;
import io.nofin.scenario.Shaping;
import io.nofin.yaml.InvalidDocumentException;
import java.io.IOException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A fault that the agent keeps armed. */
final class LeasedFault implements ArmedFault {

    private final AgentClient client;
    private final String name;
    private boolean gone;

    LeasedFault(AgentClient client, String name) {
        this.client = client;
        this.name = name;
    }

    @Override
    public void fire(Duration length) throws IOException {
        sent(() -> client.fire(name, length));
    }

    @Override
    public void heal() throws IOException {
        sent(() -> client.heal(name));
    }

    @Override
    public void shape(Shaping shaping) throws IOException {
        sent(() -> client.patch(name, FaultBody.of(shaping)));
    }

    @Override
    public boolean isFiring() throws IOException {
        return client.fault(name).firing();
    }

    @Override
    public long packets() throws IOException {
        return client.fault(name).packets();
    }

    /** Makes one request, since the fault is gone after it; the page contains the data. */
    @Override
    public synchronized Outcome finish() throws IOException {
        String page = client.remove(name, Form.HTML);
        gone = true;
        return PageOutcome.of(page);
    }

    @Override
    public synchronized void abandon() throws IOException {
        if (!gone) {
            gone = true;
            client.remove(name, Form.TEXT);
        }
    }

    /** A request to the agent. */
    private interface Request {
        FaultState send() throws InvalidDocumentException, IOException;
    }

    private static void sent(Request request) throws IOException {
        try {
            request.send();
        } catch (InvalidDocumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /**
     * The outcome of a fault that is gone.
     *
     * @param page the report as HTML, which contains the data that it shows
     * @param data the report as JSON
     */
    private record PageOutcome(String page, String data, boolean passed, boolean interrupted) implements Outcome {

        private static final Pattern DATA = Pattern.compile("<script type=\"application/json\" id=\"report\">([^<]*)</script>");

        static PageOutcome of(String page) throws IOException {
            Matcher data = DATA.matcher(page);
            if (!data.find()) {
                throw new IllegalStateException("the page of the agent has no data in it: it is of another version than this library");
            }
            var report = new ObjectMapper().readTree(data.group(1));
            return new PageOutcome(page, data.group(1), report.required("passed").asBoolean(), report.required("interrupted").asBoolean());
        }

        @Override
        public String report(Form form) {
            return form == Form.HTML ? page : data;
        }

        @Override
        public void captures(CaptureReceiver receiver) {
            // a fault without a scenario captures nothing
        }
    }
}
