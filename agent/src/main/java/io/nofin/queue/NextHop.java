package io.nofin.queue;

/**
 * The Ethernet addresses that a packet needs to go out by a device.
 *
 * @param source      the device's
 * @param destination that of the host the packet goes to next
 */
record NextHop(byte[] source, byte[] destination) {
}
