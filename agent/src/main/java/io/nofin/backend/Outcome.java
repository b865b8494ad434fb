package io.nofin.backend;

import io.nofin.api.Form;
import java.io.IOException;
import java.io.InputStream;

/** The outcome of a run or a fault. Its methods may be called until the backend is closed. */
public interface Outcome {

    boolean passed();

    boolean interrupted();

    String report(Form form) throws IOException;

    /**
     * Passes on the captured packets that the backend itself could not write to this process's files.
     *
     * @throws IOException also when the receiver throws it
     */
    void captures(CaptureReceiver receiver) throws IOException;

    /** Receives the files with captured packets. */
    @FunctionalInterface
    interface CaptureReceiver {

        /** @param name a plain file name */
        void receive(String name, InputStream content) throws IOException;
    }
}
