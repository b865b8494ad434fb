/**
 * Carries out plans: arms, fires, heals and disarms, and reads back what the kernel has. The entry points are
 * {@link io.nofin.inject.Injector}, which gives an {@link io.nofin.inject.ArmedFaults}, and {@link io.nofin.inject.Inventory}, which
 * finds what any run left. {@link io.nofin.inject.CrashRecovery} undoes dead runs by their journals.
 *
 * <p>Nothing outstays its run: what a namespace gets is in the journal before it is there; gates close by the kernel's timeouts,
 * which for long faults are leases; only {@linkplain io.nofin.inject.ArmingLock one process at a time} arms or disarms in a
 * namespace.
 */
package io.nofin.inject;
