package io.nofin.e2e;

import io.nofin.testing.KernelTest;
import org.junit.jupiter.api.Nested;

/** Hosts without an IPv4 address. */
class NoIpv4Test {

    /** Hosts with global addresses of IPv6. */
    @Nested
    @KernelTest
    class Global extends OneFamily {
        @Override
        String addresses() {
            return "ip -n app addr add fd00:99::1/64 dev eth0 nodad; ip -n peer addr add fd00:99::2/64 dev eth0 nodad";
        }

        @Override
        String peer() {
            return "fd00:99::2";
        }
    }

    /** Hosts with link-local addresses of IPv6 only. */
    @Nested
    @KernelTest
    class LinkLocal extends OneFamily {
        @Override
        String addresses() {
            return "for n in app peer; do ip -n $n link set eth0 addrgenmode none; done; ip -n app addr add fe80::1/64 dev eth0 nodad; ip -n peer addr add fe80::2/64 dev eth0 nodad";
        }

        @Override
        String peer() {
            return "fe80::2%2";         // by number: Java looks for names in the namespace of the process
        }
    }
}
