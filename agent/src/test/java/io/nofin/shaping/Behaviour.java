package io.nofin.shaping;

import io.nofin.scenario.ShapingBuilder;
import java.io.IOException;

/** What tests of behaviour begin with. */
interface Behaviour {

    /** A busy host only ever adds to a delay, for a while: one measurement of some that is right is enough. */
    int ATTEMPTS = 20;

    /** So that chance fails a test once in a million times. */
    double DEVIATIONS = 5;

    /** One for each test, shaping nothing yet. */
    ShapedWire wire();

    /** The wire, shaped. */
    default ShapedWire wire(ShapingBuilder shaping) throws IOException {
        wire().shape(shaping.build());
        return wire();
    }
}
