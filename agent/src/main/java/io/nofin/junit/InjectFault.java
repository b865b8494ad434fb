package io.nofin.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A fault that is in force while a test method runs: it is fired just before, behind all {@code @BeforeEach}, and healed just after. On a
 * class it is for each of its tests. The test fails when no packet met it. Values are written as in scenarios.
 *
 * <pre>{@code
 * @Test
 * @InjectFault(on = "app", peers = "redis", ports = "6379", drop = true)
 * void answersFromTheCache() { ... }
 * }</pre>
 *
 * <p>A name in {@code on} and {@code peers} is that of a field of the test class (or of one around it), static or not, that holds a
 * container, or anything else that {@link Nofin#target} takes; or of a host of a {@link TestLab} that the test or its class made; or else a
 * target in the notation of the command line. A peer may besides be an address, a CIDR or a host name.
 */
@Documented
@Inherited
@Repeatable(InjectFault.Several.class)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface InjectFault {

    /** Whose networks. */
    String[] on();

    /** The other ends; everyone where there are none. */
    String[] peers() default {};

    /** TCP and UDP ports at either end: {@code "6379"}, {@code "7000-7010"}. */
    String[] ports() default {};

    /** At the target's end. */
    String[] localPorts() default {};

    /** At the peer's end. */
    String[] remotePorts() default {};

    /** {@code tcp}, {@code udp}, {@code sctp}, {@code icmp}, {@code gre}, {@code esp} or {@code any}. */
    String protocol() default "any";

    /** {@code in}, {@code out} or {@code both}, seen from the target. */
    String direction() default "both";

    /** The target's interface, all that begin alike ({@code eth+}), or the Docker network it is on; all but loopback where there is none. */
    String interfaceName() default "";

    /** A pcap-filter(7) expression. */
    String filter() default "";

    /** Packets of more than so many bytes: {@code "1400"}. */
    String longerThan() default "";

    /** Packets of less than so many bytes. */
    String shorterThan() default "";

    /** That share of the connections, each decided on once: {@code "20%"}. */
    String connections() default "";

    /** Packets vanish, and nobody is told. */
    boolean drop() default false;

    /** Whoever sends is told: {@code tcp-reset}, {@code icmp-port-unreachable} or the like. */
    String reject() default "";

    /** Packets are held for so long: {@code "100ms"}. */
    String delay() default "";

    /** Give or take so much of the delay: {@code "20ms"}. */
    String jitter() default "";

    /** So many are lost, at random: {@code "2%"}. */
    String loss() default "";

    /** So many are sent twice. */
    String duplicate() default "";

    /** A bit is flipped in so many. */
    String corrupt() default "";

    /** So many are let past the delay. */
    String reorder() default "";

    /** They go as fast as on such a line: {@code "10mbit"}. */
    String rate() default "";

    /** Who shapes: {@code netem}, {@code queue} or {@code auto}. */
    String engine() default "auto";

    /** What reports call it; by its effect where it has no name. */
    String name() default "";

    /** It ends by itself after so long: {@code "30s"}. Without this, after 1 minute, and a test that takes longer fails. */
    String forAtMost() default "";

    /** @deprecated renamed to {@link #forAtMost} */
    @Deprecated(since = "0.1", forRemoval = true)
    String atMost() default "";

    /** The test does not fail when no packet met it. */
    boolean optional() default false;

    /** @deprecated renamed to {@link #optional} */
    @Deprecated(since = "0.1", forRemoval = true)
    boolean mayTouchNothing() default false;

    /** Captures watch the wire, for the entries in the report of the test; those of {@code drop} always do. */
    boolean witness() default false;

    /** @deprecated renamed to {@link #witness} */
    @Deprecated(since = "0.1", forRemoval = true)
    boolean witnessed() default false;

    /** Several of them. */
    @Documented
    @Inherited
    @Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
    @Retention(RetentionPolicy.RUNTIME)
    @interface Several {
        InjectFault[] value();
    }
}
