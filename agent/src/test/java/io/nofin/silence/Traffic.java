package io.nofin.silence;

import io.nofin.unit.IpFamily;
import java.io.IOException;

/** An application's traffic on the near host while the cable is cut. Used by one thread, which is in the host's namespace. */
interface Traffic extends AutoCloseable {

    enum Kind {
        UDP, NEW_CONNECTION, ESTABLISHED;

        /** Makes everything that has to be there before the cut. */
        Traffic open(IpFamily family) throws IOException {
            return switch (this) {
                case UDP -> new UdpTraffic(family);
                case NEW_CONNECTION -> new NewConnectionTraffic(family);
                case ESTABLISHED -> new EstablishedTraffic(family);
            };
        }
    }

    /** Sends, from the moment of the cut; returns at {@code sample}. */
    void run(Deadline sample) throws IOException;

    void observe(Observation.Builder observation) throws IOException;

    /** Waits until the same sockets work again, and says in what way they do: {@link #CARRIED_ON} when all is well. */
    String carryOn() throws IOException;

    String CARRIED_ON = "carried on";

    @Override
    void close();
}
