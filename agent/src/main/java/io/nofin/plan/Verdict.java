package io.nofin.plan;

import io.nofin.scenario.Drop;
import io.nofin.scenario.Effect;
import io.nofin.scenario.Reject;
import io.nofin.scenario.RejectWith;
import io.nofin.unit.IpFamily;
import java.util.List;

/** What an effect becomes in iptables: where its rules hang, and how they end. */
sealed interface Verdict {

    Hook out();

    Hook in();

    /** The match that the target itself insists on, and the target. */
    List<String> target(IpFamily family, boolean outgoing, int voidQueue);

    static Verdict of(Effect effect) {
        if (effect instanceof Reject reject) {
            return new Rejecting(reject.with());
        }
        if (effect instanceof Drop) {
            return new Vanishing();
        }
        throw new IllegalStateException("no verdict for the effect: effect=" + effect);
    }

    /**
     * Out: a queue that nobody listens on, which the kernel reports to the sender as sent. In: a plain drop, which nobody
     * is told of there. See nf_queue() in net/netfilter/nf_queue.c.
     */
    record Vanishing() implements Verdict {
        @Override
        public Hook out() {
            return Hook.DROP_OUT;
        }

        @Override
        public Hook in() {
            return Hook.DROP_IN;
        }

        @Override
        public List<String> target(IpFamily family, boolean outgoing, int voidQueue) {
            return outgoing ? List.of("-j", "NFQUEUE", "--queue-num", Integer.toString(voidQueue)) : List.of("-j", "DROP");
        }
    }

    /** REJECT; see iptables-extensions(8). */
    record Rejecting(RejectWith with) implements Verdict {
        @Override
        public Hook out() {
            return Hook.REJECT_OUT;
        }

        @Override
        public Hook in() {
            return Hook.REJECT_IN;
        }

        @Override
        public List<String> target(IpFamily family, boolean outgoing, int voidQueue) {
            if (with instanceof RejectWith.Icmp icmp) {
                return List.of("-j", "REJECT", "--reject-with", family == IpFamily.IPV4 ? icmp.ipv4().word() : icmp.ipv6().word());
            }
            return List.of("-p", "tcp", "-j", "REJECT", "--reject-with", "tcp-reset");
        }
    }
}
