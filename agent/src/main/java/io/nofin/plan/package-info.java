/**
 * What the kernel is to be told: the bridge from a scenario to rules, sets and gates. Enter by {@link io.nofin.plan.Planner},
 * a pure function. Everything is an immutable value; each {@link io.nofin.plan.Operation} knows the shell command it stands for.
 */
package io.nofin.plan;
