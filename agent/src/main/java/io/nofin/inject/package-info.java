/**
 * Carries out plans: arms, fires, heals and disarms, and reads back what the kernel has. Enter by {@link
 * io.nofin.inject.Injector}, which gives an {@link io.nofin.inject.Injection}, and by {@link io.nofin.inject.Inventory}, which
 * finds what any run left.
 */
package io.nofin.inject;
