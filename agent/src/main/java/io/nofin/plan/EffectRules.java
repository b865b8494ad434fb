package io.nofin.plan;

import io.nofin.scenario.Drop;
import io.nofin.scenario.Effect;
import io.nofin.scenario.Reject;
import io.nofin.scenario.RejectWith;
import io.nofin.scenario.Shaping;
import io.nofin.scenario.Side;
import io.nofin.unit.IpFamily;
import java.util.List;

/** The iptables rules of an effect: the place where they hang, and their target. */
sealed interface EffectRules {

    Hook hook(Side side);

    /** Returns the match that the target itself requires, and the target. */
    List<String> target(IpFamily family, Side side, int voidQueue);

    /** Returns matches of packets that the effect leaves alone, because it would do something else to them; most have none. */
    default List<List<String>> leftAlone(IpFamily family, Side side) {
        return List.of();
    }

    /**
     * Returns the rules of an effect.
     *
     * @param shapes the engines that shape packets in the namespace, for all of its faults
     * @param later  whether connection tracking has to see incoming packets first
     */
    static EffectRules of(Effect effect, String fault, ShapingPlan shapes, boolean later) {
        if (effect instanceof Reject reject) {
            return new Rejecting(reject.with());
        }
        if (effect instanceof Drop) {
            return new Vanishing(later);
        }
        if (effect instanceof Shaping) {
            return new Shaped(fault, shapes);
        }
        throw new IllegalStateException("no verdict for the effect: effect=" + effect);
    }

    /**
     * Drops silently. Outgoing packets go to a queue that nobody listens on, which the kernel reports to the sender as sent; incoming
     * ones to a plain drop, which nobody notices. See nf_queue() in net/netfilter/nf_queue.c.
     */
    record Vanishing(boolean later) implements EffectRules {
        @Override
        public Hook hook(Side side) {
            return side == Side.EGRESS ? Hook.MANGLE_POSTROUTING : later ? Hook.MANGLE_PREROUTING : Hook.RAW_PREROUTING;
        }

        @Override
        public List<String> target(IpFamily family, Side side, int voidQueue) {
            return side == Side.EGRESS ? List.of("-j", "NFQUEUE", "--queue-num", Integer.toString(voidQueue)) : List.of("-j", "DROP");
        }
    }

    /**
     * Rejects; see REJECT in iptables-extensions(8). Its RST or ICMP error is a packet that this host sends: in INPUT it passes
     * OUTPUT on its way to the peer, in OUTPUT it passes INPUT on its way back through loopback. The {@linkplain Hook#answers chains
     * let both alone}. Datagrams to groups and to all pass: no host answers them with an error (RFC 1122, 3.2.2; RFC 4443, 2.4), so
     * that they would vanish instead. So would TCP to link-local addresses where an ICMPv6 error comes back through loopback: its socket is
     * bound to a device, and the kernel looks for it on loopback; see tcp_v6_err() in net/ipv6/tcp_ipv6.c.
     */
    record Rejecting(RejectWith with) implements EffectRules {
        @Override
        public Hook hook(Side side) {
            return side == Side.EGRESS ? Hook.FILTER_OUTPUT : Hook.FILTER_INPUT;
        }

        @Override
        public List<List<String>> leftAlone(IpFamily family, Side side) {
            return with instanceof RejectWith.Icmp && family == IpFamily.IPV6 && side == Side.EGRESS
                ? List.of(List.of("-p", "tcp", "-d", "fe80::/10")) : List.of();
        }

        @Override
        public List<String> target(IpFamily family, Side side, int voidQueue) {
            if (with instanceof RejectWith.Icmp icmp) {
                boolean ipv4 = family == IpFamily.IPV4;
                return List.of("-m", "addrtype", "!", "--dst-type", ipv4 ? "BROADCAST,MULTICAST" : "MULTICAST",
                    "-j", "REJECT", "--reject-with", ipv4 ? icmp.ipv4().word() : icmp.ipv6().word());
            }
            return List.of("-p", "tcp", "-j", "REJECT", "--reject-with", "tcp-reset");
        }
    }

    /**
     * Shapes, by a class of netem or by a mark that brings the packet to the queue engine at the end of the chain; either lets later
     * rules see the packet.
     */
    record Shaped(String fault, ShapingPlan shapes) implements EffectRules {
        @Override
        public Hook hook(Side side) {
            return side == Side.EGRESS ? Hook.MANGLE_POSTROUTING : Hook.MANGLE_PREROUTING;
        }

        @Override
        public List<String> target(IpFamily family, Side side, int voidQueue) {
            Shape shape = shapes.shape(fault, side).orElseThrow();
            return shape instanceof Shape.ByNetem netem
                ? List.of("-j", "CLASSIFY", "--set-class", netem.id().toString())
                : List.of("-j", "MARK", "--or-mark", MarkBits.hex(((Shape.ByQueue) shape).bit()));
        }
    }
}
