package io.nofin.shaping;

import io.nofin.scenario.ShapingBuilder;
import java.io.IOException;

/** The common base of tests of behaviour: a wire, and how exact they are. */
interface Behaviour {

    /** The most measurements of a delay. A busy host only ever adds to one, for a while: it is enough that one measurement is right. */
    int ATTEMPTS = 20;

    /** The standard deviations by which a result may be off, so that chance fails a test once in a million times. */
    double DEVIATIONS = 5;

    /** Returns the wire of this test, which shapes nothing yet. */
    ShapedWire wire();

    /** Returns the wire of this test, shaped. */
    default ShapedWire wire(ShapingBuilder shaping) throws IOException {
        wire().shape(shaping.build());
        return wire();
    }
}
