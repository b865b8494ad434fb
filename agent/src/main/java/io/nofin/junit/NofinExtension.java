package io.nofin.junit;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import org.opentest4j.TestAbortedException;

/**
 * Lets tests inject faults: supplies a {@link Nofin}, fires the faults of {@link InjectFault} around test methods, and runs the
 * scenario of {@link RunScenario} beside them. A test's rules in the kernel end with the test, also when it throws or times out; when
 * the JVM is killed, nofin's guard removes them. All state is in JUnit's stores. Works with JUnit 5.10 and later, and 6.
 */
@SuppressWarnings("deprecation")        // JUnit 5.10 lacks the replacement of getOrComputeIfAbsent
public final class NofinExtension
        implements ParameterResolver, BeforeTestExecutionCallback, AfterTestExecutionCallback, AfterEachCallback, AfterAllCallback {

    private static final Namespace NAMESPACE = Namespace.create(NofinExtension.class);
    private static final String DECLARED = "declared";

    /** The injections and the scenario that a test's annotations have started. */
    private record Begun(List<Injection> injections, Optional<ScenarioRun> scenario) {
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Nofin.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        if (parameter.getDeclaringExecutable() instanceof Constructor<?>
                && context.getTestInstanceLifecycle().filter(Lifecycle.PER_CLASS::equals).isEmpty()) {
            throw new ParameterResolutionException("Nofin is a parameter of test and lifecycle methods, not of constructors: faults would not end"
                + " with the test");
        }
        TestScope scope = scope(context);
        requireBackend(context);
        return new Nofin(scope);
    }

    @Override
    public void beforeTestExecution(ExtensionContext context) throws Exception {
        List<InjectFault> faults = faults(context);
        Optional<RunScenario> scenario = context.getElement().flatMap(method -> AnnotationSupport.findAnnotation(method, RunScenario.class));
        if (faults.isEmpty() && scenario.isEmpty()) {
            return;
        }
        requireBackend(context);
        TestScope scope = scope(context);
        FieldTargets named = new FieldTargets(context, scope);
        AnnotatedFaults annotatedFaults = new AnnotatedFaults(scope, named);
        List<Injection> injections = new ArrayList<>();
        for (InjectFault fault : faults) {
            injections.add(annotatedFaults.start(fault));      // closed with the scope if a later one fails
        }
        Optional<ScenarioRun> run = scenario.isPresent() ? Optional.of(ScenarioRun.start(scenario.get(), named)) : Optional.empty();
        context.getStore(NAMESPACE).put(DECLARED, new Begun(injections, run));
    }

    @Override
    public void afterTestExecution(ExtensionContext context) throws Exception {
        Begun begun = context.getStore(NAMESPACE).remove(DECLARED, Begun.class);
        if (begun == null) {
            return;
        }
        TestFailures testFailures = new TestFailures();
        for (int newest = begun.injections().size() - 1; newest >= 0; newest--) {
            testFailures.guard(begun.injections().get(newest)::close);
        }
        if (begun.scenario().isPresent() && context.getExecutionException().isPresent()) {
            begun.scenario().get().breakOff();
        } else if (begun.scenario().isPresent()) {
            begun.scenario().get().awaitPassed();
        }
        testFailures.raise();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        scope(context).close();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        scope(context).close();
    }

    /** Returns the annotations of the class before those of the method, and those of outer classes before inner ones. */
    private static List<InjectFault> faults(ExtensionContext context) {
        List<AnnotatedElement> elements = new ArrayList<>();
        for (Class<?> type = context.getRequiredTestClass(); type != null; type = type.getEnclosingClass()) {
            elements.add(0, type);
        }
        context.getElement().ifPresent(elements::add);
        return elements.stream().flatMap(element -> AnnotationSupport.findRepeatableAnnotations(element, InjectFault.class).stream()).toList();
    }

    /**
     * Requires that nofin can work here.
     *
     * @throws TestAbortedException when it cannot, and tests are to be skipped
     */
    private static void requireBackend(ExtensionContext context) {
        Session session = session(context);
        try {
            session.backend();
        } catch (NofinException e) {
            throw session.skipsWhereMissing() ? new TestAbortedException(e.getMessage(), e) : e;
        }
    }

    private static Session session(ExtensionContext context) {
        ExtensionContext root = context.getRoot();
        return root.getStore(NAMESPACE).getOrComputeIfAbsent(Session.class, type ->
            new Session(name -> root.getConfigurationParameter(name).orElse(null)), Session.class);
    }

    /** Returns the scope of a class or test. Stores look into those of enclosing contexts, so each scope has a key of its own. */
    private static TestScope scope(ExtensionContext context) {
        Optional<TestScope> outer = context.getParent().filter(parent -> parent.getTestClass().isPresent()).map(NofinExtension::scope);
        Store store = context.getStore(NAMESPACE);
        return store.getOrComputeIfAbsent(context.getUniqueId(), id -> new TestScope(context, session(context), outer), TestScope.class);
    }
}
