package io.nofin.lab;

import io.nofin.lifecycle.Threads;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/** The last lines of what a command wrote, read on a thread of its own until its end. May be used from any thread. */
final class OutputTail {

    private static final int MAX_LINES = 20;
    private static final int MAX_LINE_CHARS = 500;

    private final Deque<String> lines = new ArrayDeque<>();
    private final StringBuilder line = new StringBuilder();
    private final Thread reader;

    private OutputTail(String host, InputStream output) {
        this.reader = Threads.daemon("nofin-lab-output-" + host, () -> drain(output));
    }

    static OutputTail of(String host, InputStream output) {
        OutputTail tail = new OutputTail(host, output);
        tail.reader.start();
        return tail;
    }

    /** Waits a moment for the last output of a command that has ended. */
    void awaitEnd(long timeoutMs) throws InterruptedException {
        reader.join(timeoutMs);
    }

    /** Returns at most {@value #MAX_LINES} lines, longer ones cut at {@value #MAX_LINE_CHARS} characters. */
    synchronized String text() {
        return String.join("\n", lines) + (line.isEmpty() ? "" : (lines.isEmpty() ? "" : "\n") + line);
    }

    private void drain(InputStream output) {
        char[] chunk = new char[4096];
        try (Reader in = new InputStreamReader(output, StandardCharsets.UTF_8)) {
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                append(chunk, count);
            }
        } catch (IOException e) {
            // The pipe was closed because the command has ended.
        }
    }

    private synchronized void append(char[] chunk, int count) {
        for (int i = 0; i < count; i++) {
            if (chunk[i] == '\n') {
                endLine();
            } else if (line.length() < MAX_LINE_CHARS) {
                line.append(chunk[i]);
            }
        }
    }

    private void endLine() {
        if (lines.size() == MAX_LINES) {
            lines.removeFirst();
        }
        lines.addLast(line.toString());
        line.setLength(0);
    }
}
