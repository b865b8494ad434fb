package io.nofin.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.InvocationTargetException;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Makes a parameter for one test, by the public constructor without parameters of its class, and closes it behind the test. */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(Own.Maker.class)
public @interface Own {

    /** Makes one for each test; JUnit closes what it keeps. */
    final class Maker implements ParameterResolver {

        private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(Own.class);

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.isAnnotated(Own.class) && AutoCloseable.class.isAssignableFrom(parameter.getParameter().getType());
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getStore(NAMESPACE).computeIfAbsent(parameter.getParameter().getType(), Maker::made);
        }

        private static Object made(Class<?> type) {
            try {
                return type.getConstructor().newInstance();
            } catch (InvocationTargetException e) {
                throw new ParameterResolutionException("could not be made: " + type.getName(), e.getCause());
            } catch (ReflectiveOperationException e) {
                throw new ParameterResolutionException("has no public constructor without parameters: " + type.getName(), e);
            }
        }
    }
}
