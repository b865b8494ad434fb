/**
 * Linux system calls through jnr-ffi: errno, file descriptors, network namespaces, and processes started inside one.
 * Enter by {@link io.nofin.linux.NetworkNamespace}. Everything here may be used from any thread, unless it says otherwise.
 */
package io.nofin.linux;
