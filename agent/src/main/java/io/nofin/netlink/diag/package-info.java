/**
 * The sockets of a network namespace as the kernel reports them; see sock_diag(7) and linux/inet_diag.h. The entry point is
 * {@link io.nofin.netlink.diag.SocketDiag}, which belongs to one thread at a time; what it returns are values.
 */
package io.nofin.netlink.diag;
