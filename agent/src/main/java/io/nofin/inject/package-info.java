/**
 * Carries out plans: arms, fires, heals and disarms, and reads back what the kernel has. Enter by {@link
 * io.nofin.inject.Injector}, which gives an {@link io.nofin.inject.Injection}, and by {@link io.nofin.inject.Inventory}, which
 * finds what any run left. {@link io.nofin.inject.Leftovers} undoes dead runs by their journals.
 *
 * <p>Nothing outstays its run: what a namespace gets is in the journal before it is there; gates close by the kernel's timeouts, which
 * for long faults are leases; whoever arms or disarms in a namespace does so {@linkplain
 * io.nofin.inject.ArmingLock alone}.
 */
package io.nofin.inject;
