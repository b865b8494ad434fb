/**
 * Name resolution as the programs of another network and mount namespace do it: with the {@code /etc/hosts} and {@code /etc/resolv.conf}
 * that they see, and from the network that they are in. The entry point is {@link io.nofin.dns.StubResolver}. What the files and the name
 * servers say may be anybody's: it is read up to a size, and decoded strictly.
 */
package io.nofin.dns;
