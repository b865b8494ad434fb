package io.nofin.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nofin.scenario.Selector;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A selector's interface gets the name that it has on the host where its rules are. */
class HostRefTest {

    private static final HostRef APP = new HostRef("app", "docker:app", Path.of("/run/netns/app"), List.of(), List.of("lo", "eth0", "eth1", "tun"),
        Map.of("shop_front", "eth0", "shop_back", "eth1", "tun", "eth0"));

    @Test
    void anInterfaceIsItself() {
        assertEquals(Optional.of("eth1"), APP.interfaceFor("eth1"));
        assertEquals(Optional.of("lo"), APP.interfaceFor("lo"));
    }

    @Test
    void aPlusMeansAllThatBeginSoIfThereAreAny() {
        assertEquals(Optional.of("eth+"), APP.interfaceFor("eth+"));
        assertEquals(Optional.empty(), APP.interfaceFor("ens+"));
    }

    @Test
    void aDockerNetworkIsTheInterfaceOnItUnlessAnInterfaceHasItsName() {
        assertEquals(Optional.of("eth1"), APP.interfaceFor("shop_back"));
        assertEquals(Optional.of("tun"), APP.interfaceFor("tun"));
        assertEquals(Optional.of("eth1"), APP.localized(Selector.all().withInterface("shop_back")).interfaceName());
    }

    @Test
    void whatIsNotThereIsNothing() {
        assertEquals(Optional.empty(), APP.interfaceFor("eth7"));
        assertEquals(Optional.of("eth7"), APP.localized(Selector.all().withInterface("eth7")).interfaceName());
    }
}
