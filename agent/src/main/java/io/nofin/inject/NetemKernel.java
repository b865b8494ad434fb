package io.nofin.inject;

import io.nofin.linux.Errno;
import io.nofin.linux.ErrnoException;
import io.nofin.linux.NetworkNamespace;
import io.nofin.netlink.NetlinkException;
import io.nofin.netlink.route.Netem;
import io.nofin.netlink.route.RouteSocket;
import io.nofin.netlink.route.ShapingTree;
import io.nofin.scenario.Delay;
import io.nofin.scenario.Duplicate;
import io.nofin.scenario.ShapingBuilder;
import io.nofin.unit.Probability;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The abilities of this kernel's sch_netem, found out by trying in a namespace created for it.
 *
 * @param missing       the reason why it cannot be used; empty where it can
 * @param seedable      whether it takes a seed
 * @param duplicatesMix whether one that duplicates shares a device with others
 */
public record NetemKernel(Optional<String> missing, boolean seedable, boolean duplicatesMix) {

    private static final Netem PLAIN = netem(OptionalLong.empty());
    private static final Netem SEEDED = netem(OptionalLong.of(1));
    private static final Netem DUPLICATING =
        Netem.of(new ShapingBuilder().duplicate(Duplicate.of(Probability.ONE)).build(), OptionalLong.empty());

    public static NetemKernel probe() throws IOException {
        String wanted = "sch_htb";
        try (NetworkNamespace scratch = NetworkNamespace.create(); RouteSocket route = scratch.call(RouteSocket::open);
                ShapingTree tree = ShapingTree.install(route, route.link("lo"), ShapingTree.Foreign.REFUSE)) {
            wanted = "sch_netem";
            boolean seedable = tree.add(SEEDED).unheeded().isEmpty();
            return new NetemKernel(Optional.empty(), seedable, ShapingTree.duplicatesMix(PLAIN, DUPLICATING));
        } catch (NetlinkException refused) {
            if (refused.errno() == Errno.ENOENT || refused.errno() == Errno.EOPNOTSUPP) {
                return missing("this kernel has no " + wanted);
            }
            throw refused;
        } catch (ErrnoException refused) {
            return missing("only root can find out whether this kernel has sch_netem");
        }
    }

    private static NetemKernel missing(String why) {
        return new NetemKernel(Optional.of(why), false, false);
    }

    private static Netem netem(OptionalLong seed) {
        return Netem.of(new ShapingBuilder().delay(Delay.of(Duration.ZERO)).build(), seed);
    }
}
