/**
 * Linux system calls through jnr-ffi: errno, file descriptors, network namespaces, and processes started inside one. The entry point is
 * {@link io.nofin.linux.NetworkNamespace}. Everything here may be used from any thread unless it says otherwise.
 */
package io.nofin.linux;
