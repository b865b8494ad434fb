/**
 * The sockets of a network namespace, as the kernel tells about them; see sock_diag(7) and linux/inet_diag.h. Enter by
 * {@link io.nofin.netlink.diag.SocketDiag}, which belongs to one thread at a time; what it returns are values.
 */
package io.nofin.netlink.diag;
