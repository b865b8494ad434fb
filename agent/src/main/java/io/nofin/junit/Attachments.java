package io.nofin.junit;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.function.ThrowingConsumer;

/**
 * Adds the outcome of faults to the report of a test: an entry for each fault and, where the test failed, the fault's page as a file.
 * JUnit has files since 5.12; earlier versions get the entries only. Thread-safe.
 */
final class Attachments {

    private static final String PUBLISH_FILE = "publishFile";
    private static final String HTML = "text/html;charset=UTF-8";

    private final ExtensionContext context;
    private final Map<String, RunReport> pages = new LinkedHashMap<>();
    private final List<Map<String, String>> entries = new ArrayList<>();

    Attachments(ExtensionContext context) {
        this.context = context;
    }

    synchronized void add(Injection injection) {
        injection.finished().ifPresent(report -> {
            pages.put(injection.name(), report.outcome());
            entries.add(report.entry());
        });
    }

    synchronized void add(String name, RunReport outcome) {
        pages.put(name, outcome);
        entries.add(Map.of("nofin.scenario", name, "nofin.passed", Boolean.toString(outcome.passed())));
    }

    /** Publishes the faults that were not published before. */
    synchronized void publish(boolean failed) {
        entries.forEach(context::publishReportEntry);
        if (failed || context.getExecutionException().isPresent()) {
            pages.forEach((name, outcome) -> publish("nofin-" + name + ".html", outcome.page().get()));
        }
        entries.clear();
        pages.clear();
    }

    private void publish(String file, String page) {
        Optional<Method> method = publishFile();
        if (method.isPresent()) {
            ThrowingConsumer<Path> writer = path -> Files.writeString(path, page);
            try {
                Object mediaType = method.get().getParameterTypes()[1].getMethod("parse", String.class).invoke(null, HTML);
                method.get().invoke(context, file, mediaType, writer);
            } catch (InvocationTargetException e) {
                context.publishReportEntry("nofin.page", file + " could not be written: " + e.getCause());
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("JUnit has had this since 5.12: method=" + method.get(), e);
            }
        }
    }

    /** Returns JUnit's method for publishing a file. The class of media types moved between versions of JUnit, so either is taken. */
    private static Optional<Method> publishFile() {
        return Stream.of(ExtensionContext.class.getMethods())
            .filter(method -> method.getName().equals(PUBLISH_FILE) && !method.isDefault()).findFirst();
    }
}
