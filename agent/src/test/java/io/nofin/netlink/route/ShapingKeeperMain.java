package io.nofin.netlink.route;

import io.nofin.scenario.Delay;
import io.nofin.scenario.ShapingBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;

/** Shapes eth0 of the namespace it runs in, says so, and waits to be killed; it never closes. */
final class ShapingKeeperMain {

    private ShapingKeeperMain() {
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        RouteSocket route = RouteSocket.open();
        ShapingTree.install(route, route.link("eth0"), ShapingTree.Foreign.REFUSE)
            .add(Netem.of(new ShapingBuilder().delay(Delay.of(Duration.ofMillis(40))).build(), OptionalLong.empty()));
        System.out.println("shaped");
        Thread.sleep(60_000);
    }
}
