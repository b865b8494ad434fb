/**
 * Writes captures as pcapng files, which Wireshark, tshark and tcpdump read: pcap4j writes the older format only, which has no room
 * for comments. The entry point is {@link io.nofin.witness.pcapng.PcapngWriter}. It does not know where packets come from.
 */
package io.nofin.witness.pcapng;
