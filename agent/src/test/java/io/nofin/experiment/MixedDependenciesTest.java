package io.nofin.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nofin.api.FaultState;
import io.nofin.api.Form;
import io.nofin.client.AgentClient;
import io.nofin.junit.Nofin;
import io.nofin.junit.NofinTest;
import io.nofin.junit.TestHost;
import io.nofin.junit.TestLab;
import io.nofin.testing.KernelTest;
import io.nofin.testing.Wait;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A page is made of what three services answer: of the connections to one some hang, to another some are slow, the third comes and goes.
 * All of that is done, and changed while it goes on, by one agent.
 */
@KernelTest
@NofinTest
@Timeout(300)
class MixedDependenciesTest {

    private static final Duration LIMIT = Duration.ofSeconds(4);
    private static final Duration FOREVER = Duration.ofMinutes(2);
    private static final int PATIENT = 8080;
    private static final int HASTY = 8081;
    private static final int MANY = 20;
    private static final int HUNG = 4;          // 20% of them
    private static final int SLOW = 6;          // 30% of them
    private static final int MORE = 12;         // 60% of them
    private static final int PRICES = 0;        // lines of the page
    private static final int STOCK = 1;
    private static final int REVIEWS = 2;

    private static TestHost customer;
    private static TestHost shop;
    private static ExecutorService onShop;
    @AutoClose
    private static Server prices;
    @AutoClose
    private static Server stock;
    @AutoClose
    private static Server reviews;
    @AutoClose
    private static Shop patient;
    @AutoClose
    private static Shop hasty;
    @AutoClose
    private static RealAgent agent;

    @BeforeAll
    static void start(Nofin nofin, @TempDir Path directory) throws Exception {
        TestLab lab = nofin.lab("customer", "shop", "prices", "stock", "reviews");
        customer = lab.host("customer");
        shop = lab.host("shop");
        onShop = Executors.newCachedThreadPool(Background.threads(shop));
        prices = nginx(lab.host("prices"));
        stock = nginx(lab.host("stock"));
        reviews = nginx(lab.host("reviews"));
        List<URI> services = List.of(uri(prices.host(), 80), uri(stock.host(), 80), uri(reviews.host(), 80));
        patient = Shop.open(shop, PATIENT, services, Optional.empty());
        hasty = Shop.open(shop, HASTY, services, Optional.of(LIMIT));
        agent = RealAgent.start(directory);
    }

    @AfterAll
    static void stop() {
        onShop.shutdownNow();
    }

    @AfterEach
    void removeFaults() throws IOException {
        for (FaultState fault : agent.client().faults()) {
            agent.client().remove(fault.name(), Form.JSON);
        }
    }

    @Test
    void withoutATimeLimitAFifthOfThePagesHangAndTheSameSeedHitsTheSameOnes() throws Exception {
        Set<Integer> hung = hung(7, 2);

        assertEquals(HUNG, hung.size());
        assertEquals(hung, hung(7, 1));
        assertNotEquals(hung, hung(8, 1));
    }

    @Test
    void withATimeLimitThePageGoesWithoutWhatIsMissing() throws Exception {
        AgentClient client = agent.client();
        client.put("hang", hang(7), Optional.empty());
        client.put("slow", slow(), Optional.empty());

        List<List<String>> pages = values(IntStream.range(0, MANY).mapToObj(any -> Background.start(customer, () -> page(HASTY))).toList());

        assertEquals(HUNG, pages.stream().filter(page -> page.get(PRICES).equals(Shop.MISSING)).count(), pages.toString());
        pages.forEach(page -> assertTrue(page.get(STOCK).startsWith("stock") && page.get(REVIEWS).startsWith("reviews"), pages.toString()));
        assertEquals(HUNG + " of " + MANY, chosen("hang"));
        assertEquals(SLOW + " of " + MANY, chosen("slow"));
    }

    @Test
    void aServiceBlinksWhileTheOthersGoOn() throws Exception {
        AgentClient client = agent.client();
        client.put("slow", slow(), Optional.empty());
        Map<String, Object> blink = fault(reviews.host(), Map.of("drop", "silent", "armed-only", true));
        client.put("blink", blink, Optional.empty());

        for (int i = 0; i < 2; i++) {
            client.fire("blink", FOREVER);
            List<String> page = page(HASTY);
            assertEquals(Shop.MISSING, page.get(REVIEWS));
            assertTrue(page.get(PRICES).startsWith("prices") && page.get(STOCK).startsWith("stock"), page.toString());
            client.heal("blink");
            assertTrue(page(HASTY).get(REVIEWS).startsWith("reviews"));
        }
    }

    @Test
    void connectionsKeepTheirFateWhileTheFaultIsHealedFiredAndChanged() throws Exception {
        AgentClient client = agent.client();
        String addresses = addresses();
        client.put("slow", slow(), Optional.empty());
        List<Worker> workers = workers();
        Set<Integer> late = late(workers, 300);
        assertEquals(SLOW, late.size());

        client.heal("slow");
        assertEquals(Set.of(), late(workers, 300));
        client.fire("slow", FOREVER);
        assertEquals(late, late(workers, 300));
        client.patch("slow", Map.of("delay", "500ms"));
        assertEquals(late, late(workers, 500), "the same, and later");
        assertEquals(addresses, addresses());
    }

    @Test
    void anotherShareIsForConnectionsThatAreNew() throws Exception {
        AgentClient client = agent.client();
        client.put("slow", slow(), Optional.empty());
        List<Worker> before = workers();
        assertEquals(SLOW, late(before, 300).size());

        client.patch("slow", Map.of("connections", Map.of("share", "60%", "state", "new")));
        assertEquals(MORE, late(workers(), 300).size());
        assertEquals(Set.of(), late(before, 300), "they were there before this one");
    }

    private static Server nginx(TestHost host) throws Exception {
        return Server.start(host, 80, Published.command("mixed-dependencies", host.name()));
    }

    private static URI uri(TestHost host, int port) {
        return URI.create("http://" + host.address().getHostAddress() + ":" + port + "/");
    }

    /** Returns a fault in the network of the shop, on the TCP packets between it and one of the services. */
    private static Map<String, Object> fault(TestHost service, Map<String, ?> more) {
        Map<String, Object> fault = new HashMap<>(more);
        fault.put("on", List.of(RealAgent.target(shop)));
        fault.put("peers", List.of(service.address().getHostAddress()));
        fault.put("protocol", "tcp");
        fault.put("for", "2m");
        return fault;
    }

    private static Map<String, Object> hang(long seed) {
        return fault(prices.host(), Map.of("drop", "silent", "seed", seed, "connections", Map.of("share", "20%", "state", "new")));
    }

    private static Map<String, Object> slow() {
        return fault(stock.host(), Map.of("delay", "300ms", "direction", "out", "seed", 7, "connections", Map.of("share", "30%", "state", "new")));
    }

    /** Puts the fault, asks for many pages, and returns the numbers of those that hang until it is healed. */
    private static Set<Integer> hung(long seed, int transmissions) throws Exception {
        agent.client().put("hang", hang(seed), Optional.empty());
        List<Future<List<String>>> pages = inTurn(customer, prices.host(), 80, () -> page(PATIENT));
        Wait.until("the others are there", () -> pages.stream().filter(Future::isDone).count() >= MANY - HUNG);
        Wait.until("TCP has tried", () -> agent.client().fault("hang").packets() >= HUNG * transmissions || pages.stream().allMatch(Future::isDone));
        Set<Integer> hung = those(page -> !pages.get(page).isDone());
        agent.client().heal("hang");
        values(pages).forEach(page -> assertFalse(page.contains(Shop.MISSING), "it waited, and TCP tried again"));
        return hung;
    }

    private static List<String> page(int port) throws Exception {
        return customer.call(() -> {
            try (InputStream page = uri(shop, port).toURL().openStream()) {
                return new String(page.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
            }
        });
    }

    private static List<Worker> workers() throws Exception {
        return values(inTurn(shop, stock.host(), 81, () -> Worker.start(onShop, uri(stock.host(), 81))));
    }

    /** Returns the numbers of the workers that have no answer sooner than after so many milliseconds. */
    private static Set<Integer> late(List<Worker> workers, int milliseconds) throws Exception {
        List<Future<Boolean>> lates = new ArrayList<>();
        for (Worker worker : workers) {
            lates.add(onShop.submit(() -> worker.isLate(Duration.ofMillis(milliseconds))));
        }
        List<Boolean> late = values(lates);
        return those(late::get);
    }

    /** Asks many times, each time when the shop has begun its connection for the question before. */
    private static <T> List<Future<T>> inTurn(TestHost host, TestHost service, int port, Callable<T> question) throws Exception {
        List<Future<T>> answers = new ArrayList<>();
        try (Connecting connecting = Connecting.of(shop, service, port)) {
            for (int i = 0; i < MANY; i++) {
                Future<T> answer = Background.start(host, question);
                Wait.until("its connection has begun", () -> connecting.hasAnother() || answer.isDone());
                answers.add(answer);
            }
        }
        return answers;
    }

    private static Set<Integer> those(IntPredicate which) {
        return IntStream.range(0, MANY).filter(which).boxed().collect(Collectors.toSet());
    }

    private static <T> List<T> values(List<Future<T>> futures) throws Exception {
        List<T> values = new ArrayList<>();
        for (Future<T> future : futures) {
            values.add(future.get());
        }
        return values;
    }

    /** Removes a fault, and returns how many connections it has hit, of how many, as its report says: {@code 4 of 20}. */
    private static String chosen(String fault) throws Exception {
        JsonNode report = new ObjectMapper().readTree(agent.client().remove(fault, Form.JSON));
        JsonNode chosen = report.get("faults").get(0).get("matched").get(0).get("connections");
        return chosen.get("hit") + " of " + (chosen.get("hit").asInt() + chosen.get("spared").asInt());
    }

    /** Returns the addresses and routes of all hosts. */
    private static String addresses() throws Exception {
        StringBuilder all = new StringBuilder();
        for (TestHost host : List.of(customer, shop, prices.host(), stock.host(), reviews.host())) {
            all.append(host.run("ip", "-o", "address").output()).append(host.run("ip", "route").output());
        }
        return all.toString();
    }
}
