package io.nofin.junit;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestInstances;

/**
 * Resolves names in annotations: fields of the test's classes first, then hosts of its labs, then the notation of the command line.
 */
record FieldTargets(ExtensionContext context, TestScope scope) {

    FaultTarget target(String name) {
        try {
            return known(name).orElseGet(() -> TargetConverter.target(name));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + name + "' is not a field of " + context.getRequiredTestClass().getSimpleName()
                + ", not a host of its lab, and " + e.getMessage(), e);
        }
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
        for (Class<?> owner = context.getRequiredTestClass(); owner != null; owner = owner.getEnclosingClass()) {
            for (Class<?> type = owner; type != null; type = type.getSuperclass()) {
                Optional<Field> field = Arrays.stream(type.getDeclaredFields()).filter(one -> one.getName().equals(name)).findFirst();
                if (field.isPresent()) {
                    return Optional.of(value(field.get()));
                }
            }
        }
        return Optional.empty();
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
