/**
 * A step of the build: turns the lambdas, method references and record methods of {@code nofin.jar} into plain classes and methods, so that
 * an archive of classes (AppCDS) has them ready. What a JVM makes of {@code invokedynamic} while it runs takes a start half of its time.
 * {@link io.nofin.desugar.Desugar} is the entry point.
 */
package io.nofin.desugar;
