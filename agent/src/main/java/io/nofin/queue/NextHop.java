package io.nofin.queue;

/**
 * The Ethernet addresses that a packet needs to go out by a device.
 *
 * @param source      the address of the device
 * @param destination the address of the host that the packet goes to next
 */
record NextHop(byte[] source, byte[] destination) {
}
