package io.nofin.junit;

import io.nofin.scenario.TargetKind;
import io.nofin.scenario.TargetNotation;
import io.nofin.yaml.Suggestion;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestInstances;

/**
 * Resolves names in annotations: fields of the test's classes first, then hosts of its labs, then the notation of the command line.
 */
record FieldTargets(ExtensionContext context, TestScope scope) {

    FaultTarget target(String name) {
        return known(name).or(() -> TargetConverter.tryTarget(name)).orElseThrow(() -> unknown(name));
    }

    private IllegalArgumentException unknown(String name) {
        List<String> meanings = TargetNotation.meanings(name);
        String remedy = Suggestion.to(name, fields().map(Field::getName).toList()).map(field -> "did you mean the field " + field + "?")
            .orElseGet(() -> "name a field that holds a container, or write " + (meanings.isEmpty() ? "one of " + TargetKind.NOTATIONS : String.join(", ", meanings)));
        return new IllegalArgumentException("'" + name + "' is not a field of " + context.getRequiredTestClass().getSimpleName()
            + ", not a host of its lab and not a target: " + remedy);
    }

    /** Returns the target of that name, or the text itself where it is an address, a CIDR or a host name. */
    Object peer(String name) {
        return known(name).<Object>map(target -> target).orElse(name);
    }

    Optional<FaultTarget> known(String name) {
        Optional<Object> field = field(name);
        if (field.isPresent()) {
            FaultTarget target = TargetConverter.tryTarget(field.get()).orElseThrow(() -> new IllegalArgumentException(
                "the field " + name + " is not a target, but " + field.get().getClass().getName()));
            return Optional.of(target.named(name));
        }
        return scope.host(name).map(TestHost::target);
    }

    /** Returns the value of the field of that name in the innermost class that has one. */
    private Optional<Object> field(String name) {
        return fields().filter(field -> field.getName().equals(name)).findFirst().map(this::value);
    }

    /** Returns the fields of the test class and of those around it, innermost first, each class's own before those that it inherits. */
    private Stream<Field> fields() {
        return Stream.<Class<?>>iterate(context.getRequiredTestClass(), Objects::nonNull, Class::getEnclosingClass)
            .flatMap(owner -> Stream.<Class<?>>iterate(owner, Objects::nonNull, Class::getSuperclass))
            .flatMap(type -> Arrays.stream(type.getDeclaredFields()));
    }

    private Object value(Field field) {
        try {
            field.trySetAccessible();
            Object value = Modifier.isStatic(field.getModifiers()) ? field.get(null) : field.get(instance(field));
            if (value == null) {
                throw new IllegalArgumentException("the field " + field.getName() + " is null: set it before the test method begins");
            }
            return value;
        } catch (IllegalAccessException e) {
            throw new IllegalArgumentException("the field " + field.getName() + " cannot be read: open its package to reflection", e);
        }
    }

    /** Returns the instance that has the field, among those of nested classes. */
    private Object instance(Field field) {
        List<Object> instances = new ArrayList<>(context.getTestInstances().map(TestInstances::getAllInstances).orElse(List.of()));
        Collections.reverse(instances);
        return instances.stream().filter(field.getDeclaringClass()::isInstance).findFirst().orElseThrow(() ->
            new IllegalArgumentException("the field " + field.getName() + " is not static, and its class has no instance"));
    }
}
