package io.nofin.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Injects a fault while a test method runs: it is fired after all {@code @BeforeEach} methods and healed when the test method
 * returns. On a class it applies to each test. The test fails when no packet matched. Values are written as in scenarios.
 *
 * <pre>{@code
 * @Test
 * @InjectFault("on: app, peers: redis, ports: 6379, drop: silent")
 * void answersFromTheCache() { ... }
 * }</pre>
 *
 * <p>A name in {@code on} and {@code peers} is looked up in this order: a field of the test class or an enclosing one, static or not,
 * that holds a container or anything else that {@link Nofin#target} takes; a host of a {@link TestLab} that the test or its class
 * made; a target in the notation of the command line. A peer may also be an address, a CIDR or a host name.
 */
@Documented
@Inherited
@Repeatable(InjectFault.Several.class)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface InjectFault {

    /**
     * Says the fault in the words of scenarios: {@code "on: app, peers: redis, longer-than: 1400, delay: { time: 100ms, jitter: 20ms }"}. All keys of a fault
     * can stand there, and {@code for} and the settings of scenarios, such as {@code seed} and {@code allow-host}; the other attributes have what is used
     * most.
     */
    String value() default "";

    /** Targets whose networks get the fault. */
    String[] on() default {};

    /** Targets, addresses, CIDRs or host names at the other end. The default is any. */
    String[] peers() default {};

    /** TCP, UDP and SCTP ports at either end: {@code "6379"}, {@code "7000-7010"}. */
    String[] ports() default {};

    /** Ports at the target's end. */
    String[] localPorts() default {};

    /** Ports at the peer's end. */
    String[] remotePorts() default {};

    /** Protocol of the packets: {@code tcp}, {@code udp}, {@code sctp}, {@code icmp}, {@code gre}, {@code esp} or {@code any}. */
    String protocol() default "any";

    /** Direction as seen from the target: {@code in}, {@code out} or {@code both}. */
    String direction() default "both";

    /**
     * An interface of the target, a prefix of interfaces ({@code eth+}), or the Docker network that the interface is on. The default
     * is all but loopback.
     *
     * @deprecated replaced by the scenario's word in {@link #value}: {@code "interface: eth0"}
     */
    @Deprecated(since = "0.1", forRemoval = true)
    String interfaceName() default "";

    /** A pcap-filter(7) expression. */
    String filter() default "";

    /** Bytes that a packet must exceed, counted from the IP header on: {@code "1400"}. */
    String longerThan() default "";

    /** Bytes that a packet must stay below, counted from the IP header on. */
    String shorterThan() default "";

    /** Share of the connections, decided once for each: {@code "20%"}. */
    String connections() default "";

    /** Drops packets silently. */
    boolean drop() default false;

    /** Rejects packets, and tells their sender by {@code tcp-reset}, {@code icmp-port-unreachable} or another word of scenarios. */
    String reject() default "";

    /** Delays each packet: {@code "100ms"}. */
    String delay() default "";

    /**
     * Varies the delay by up to this much: {@code "20ms"}.
     *
     * @deprecated replaced by the scenario's words in {@link #value}: <code>"delay: { time: 100ms, jitter: 20ms }"</code>
     */
    @Deprecated(since = "0.1", forRemoval = true)
    String jitter() default "";

    /** Loses this share of the packets at random: {@code "2%"}. */
    String loss() default "";

    /** Sends this share of the packets twice. */
    String duplicate() default "";

    /** Flips a bit in this share of the packets. */
    String corrupt() default "";

    /** Lets this share of the packets overtake those that the delay holds. */
    String reorder() default "";

    /** Limits the rate at which packets are sent: {@code "10mbit"}. */
    String rate() default "";

    /** Selects what shapes the packets: {@code netem}, {@code queue} or {@code auto}. */
    String engine() default "auto";

    /** Names the fault in reports. The default is its effect. */
    String name() default "";

    /**
     * Limits how long the fault fires: {@code "30s"}. The default is 1 minute, and a test that outlasts the default fails.
     *
     * @deprecated replaced by the scenario's word in {@link #value}: {@code "for: 30s"}
     */
    @Deprecated(since = "0.1", forRemoval = true)
    String forAtMost() default "";

    /** @deprecated replaced by the scenario's word in {@link #value}: {@code "for: 30s"} */
    @Deprecated(since = "0.1", forRemoval = true)
    String atMost() default "";

    /** Permits that no packet matches. Without this, the test fails then. */
    boolean optional() default false;

    /** @deprecated renamed to {@link #optional} */
    @Deprecated(since = "0.1", forRemoval = true)
    boolean mayTouchNothing() default false;

    /** Captures packets on the wire as evidence for the report of the test. {@code drop} always does. */
    boolean witness() default false;

    /** @deprecated renamed to {@link #witness} */
    @Deprecated(since = "0.1", forRemoval = true)
    boolean witnessed() default false;

    /** Holds repeated annotations. */
    @Documented
    @Inherited
    @Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
    @Retention(RetentionPolicy.RUNTIME)
    @interface Several {
        InjectFault[] value();
    }
}
