/**
 * Renders a plan, a run or the kernel's state for a person or a machine. Enter by {@link io.nofin.report.TextReport},
 * {@link io.nofin.report.JsonReport} and {@link io.nofin.report.PlanScript}. Pure functions of their input.
 */
package io.nofin.report;
