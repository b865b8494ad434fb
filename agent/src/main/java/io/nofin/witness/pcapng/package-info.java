/**
 * Writes captures as pcapng files, which Wireshark, tshark and tcpdump read: pcap4j writes the older format only, which has no room
 * for comments. Enter by {@link io.nofin.witness.pcapng.PcapngWriter}. Knows nothing of where packets come from.
 */
package io.nofin.witness.pcapng;
