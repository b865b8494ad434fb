/**
 * Finds out what this host and its kernel can do, by trying it in namespaces of its own. The entry point is
 * {@link io.nofin.doctor.Doctor}; a further check is one line in its table.
 */
package io.nofin.doctor;
