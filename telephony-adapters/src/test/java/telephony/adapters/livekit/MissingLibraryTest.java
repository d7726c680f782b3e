package telephony.adapters.livekit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.time.InstantSource;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import telephony.adapters.ClassPathWithout;

/** Whoever left a library out is told at the start which one. */
final class MissingLibraryTest {

    @ParameterizedTest
    @CsvSource({
        "io.livekit.,      io.livekit:livekit-server",
        "com.google.protobuf., com.google.protobuf:protobuf-java",
        "com.auth0.,       com.auth0:java-jwt",
        "com.fasterxml.,   com.fasterxml.jackson.core:jackson-databind",
    })
    void aMissingLibraryShouldBeNamed(String packages, String artifact) throws Exception {
        try (ClassPathWithout without = new ClassPathWithout(packages)) {
            Class<?> connection = without.loadClass(LiveKitConnection.class.getName());
            Constructor<?> constructor = without.loadClass(LiveKitApi.class.getName())
                    .getConstructor(connection, InstantSource.class, Function.class);
            Object given = connection
                    .getConstructor(String.class, String.class, String.class)
                    .newInstance("ws://localhost:7880", Api.KEY, Api.SECRET);

            assertThatThrownBy(() -> constructor.newInstance(given, InstantSource.system(), Function.identity()))
                    .isInstanceOf(InvocationTargetException.class)
                    .cause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("add " + artifact + " to the class path");
        }
    }
}
