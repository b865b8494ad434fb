/**
 * Certificates and keys in PEM files, for TLS. The entry point is {@link io.nofin.tls.Pem}. Everything here may be used from any
 * thread.
 */
package io.nofin.tls;
