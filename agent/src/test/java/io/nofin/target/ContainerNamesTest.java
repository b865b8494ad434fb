package io.nofin.target;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nofin.target.Container.Attachment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContainerNamesTest {

    private static final ContainerNames NAMES = new ContainerNames(List.of(
        container("app", Optional.empty(), new Attachment("front", List.of("10.1.0.2"), List.of("app")),
            new Attachment("back", List.of("10.2.0.2"), List.of())),
        container("sidecar", Optional.of("app".repeat(8))),
        container("shop-redis-1", Optional.empty(), new Attachment("elsewhere", List.of("10.3.0.9"), List.of("redis")),
            new Attachment("back", List.of("10.2.0.9", "fd00::9"), List.of("redis", "cache"))),
        container("hidden", Optional.empty(), new Attachment("elsewhere", List.of("10.3.0.4"), List.of("db")))));

    @Test
    void findsContainersAndAliasesOnTheNetworksOfWhoAsks() {
        assertEquals(Optional.of("10.2.0.9"), NAMES.address("app", "redis"));
        assertEquals(Optional.of("10.2.0.9"), NAMES.address("app", "shop-redis-1"));
        assertEquals(Optional.of("10.2.0.9"), NAMES.address("app", "cache"));
    }

    @Test
    void findsForOneThatSharesANetworkWhatItsOwnerFinds() {
        assertEquals(Optional.of("10.2.0.9"), NAMES.address("sidecar", "redis"));
    }

    @Test
    void findsNothingOnOtherNetworks() {
        assertEquals(Optional.empty(), NAMES.address("app", "db"));
        assertEquals(Optional.empty(), NAMES.address("app", "hidden"));
        assertEquals(Optional.empty(), NAMES.address("nobody", "redis"));
    }

    private static Container container(String name, Optional<String> joined, Attachment... attachments) {
        return new Container(name, name.repeat(8), Map.of(), 1, "image", List.of(attachments), joined);
    }
}
