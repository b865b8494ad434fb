package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.testing.NameServer;
import io.nofin.testing.Nofin;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Peers whose names give other addresses in each answer. */
class RotatingNamesTest extends InWorld {

    private static final List<String> ADDRESSES = IntStream.range(101, 121).mapToObj(number -> "10.99.0." + number).toList();

    @Test
    void allAddressesOfANameAreCutThatGivesOneInEachAnswer() throws Exception {
        give(ADDRESSES);
        AtomicInteger asked = new AtomicInteger();
        try (Echoes far = Echoes.start(world.namespace("peer"), ADDRESSES, List.of(7));
                NameServer names = NameServer.start(app, () -> List.of(ADDRESSES.get(asked.getAndIncrement() % ADDRESSES.size())));
                Nofin nofin = Nofin.start(world, "drop", "--target", "netns:app", "--peer", "many.test", "--for", "120s").awaitFiring()) {
            Map<String, Attempt> attempts = new TreeMap<>();
            ADDRESSES.forEach(address -> attempts.put(address, Attempt.udp(app, address, 7)));
            Map<String, String> silence = attempts.keySet().stream().collect(Collectors.toMap(address -> address, address -> Attempt.SILENCE));

            assertEquals(silence, Attempt.all(attempts, silence), far + ", " + names);
            assertTrue(reaches(PEER), "others are left alone");
            Nofin.Result result = nofin.signal("INT").await().exitedWith(5);
            assertTrue(!result.output().contains("came up") && !result.errors().contains("came up"), result.toString());
        }
    }

    @Test
    void aFaultWhoseNameHadOtherAddressesMeanwhileIsNotKnownToHaveWorked() throws Exception {
        give(ADDRESSES.subList(0, 2));
        AtomicInteger which = new AtomicInteger();
        try (Echoes far = Echoes.start(world.namespace("peer"), ADDRESSES.subList(0, 2), List.of(7));
                NameServer names = NameServer.start(app, () -> List.of(ADDRESSES.get(which.get())));
                Nofin nofin = Nofin.start(world, "drop", "--target", "netns:app", "--peer", "moving.test", "--for", "10s").awaitFiring()) {
            assertEquals(Attempt.SILENCE, Attempt.udp(app, ADDRESSES.get(0), 7).make(), far + ", " + names);
            assertEquals(Attempt.ANSWERED, Attempt.udp(app, ADDRESSES.get(1), 7).makePatiently());
            which.set(1);
            nofin.awaitSaying("moving.test got another address");

            assertEquals(Attempt.SILENCE, Attempt.udp(app, ADDRESSES.get(1), 7).make());
            Nofin.Result result = nofin.await().exitedWith(1);
            assertTrue(result.output().contains("not known whether it did what was asked: moving.test had 1 address, and 1 more came up while the fault was firing"),
                result.toString());
        }
    }

    private void give(List<String> addresses) throws Exception {
        world.sh(addresses.stream().map(address -> "ip -n peer addr add " + address + "/24 dev eth0").collect(Collectors.joining("; ")));
    }
}
