/**
 * The bridge from a scenario to the kernel: rules, sets and gates. The entry point is {@link io.nofin.plan.Planner}, a pure function.
 * Everything is an immutable value; each {@link io.nofin.plan.Operation} knows the shell command it stands for.
 */
package io.nofin.plan;
