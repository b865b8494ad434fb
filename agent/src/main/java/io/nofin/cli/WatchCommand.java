package io.nofin.cli;

import io.nofin.client.AgentClient;
import io.nofin.client.EventStream;
import io.nofin.client.ServerEvent;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code nofin watch}. */
@Command(name = "watch", mixinStandardHelpOptions = true,
    header = "Follow everything that the agent does, for all its clients.",
    description = "Prints a line for each event, until Ctrl-C.")
final class WatchCommand implements Callable<Integer> {

    @Option(names = "--json", description = "Print each event as a line of JSON with its kind and data.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        try (AgentClient agent = BackendOptions.agent(); EventStream events = agent.events()) {
            System.err.println("nofin: following the agent");
            WatchLines lines = new WatchLines();
            while (true) {
                ServerEvent event = events.next();
                List<String> told = json ? List.of("{\"event\":\"" + event.kind() + "\",\"data\":" + event.data() + "}") : lines.of(event);
                told.forEach(System.out::println);
                System.out.flush();
            }
        }
    }
}
