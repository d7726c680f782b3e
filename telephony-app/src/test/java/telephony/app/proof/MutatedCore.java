package telephony.app.proof;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * A broken variant, loaded: its sources are changed and compiled in memory, and all of ours is loaded anew with them, apart from
 * the core that runs everywhere else. The production code has no switch for this.
 */
final class MutatedCore extends ClassLoader {

    private static final String OURS = "telephony.";
    private static final List<Path> SOURCES = List.of(
            Path.of("..", "telephony-core", "src", "main", "java"),
            Path.of("..", "telephony-adapters", "src", "main", "java"),
            Path.of("src", "main", "java"));

    private final Map<String, byte[]> changed;

    private MutatedCore(Map<String, byte[]> changed) {
        super(MutatedCore.class.getClassLoader());
        this.changed = changed;
    }

    /** Loads this variant; an edit whose original does not stand in its file exactly once is an error. */
    static MutatedCore of(Variant variant) throws IOException {
        return new MutatedCore(compiled(sources(variant)));
    }

    /** The sources with the edits made, by class. */
    static Map<String, String> sources(Variant variant) throws IOException {
        Map<String, String> sources = new LinkedHashMap<>();
        for (Variant.Edit edit : variant.edits()) {
            String source = sources.containsKey(edit.file()) ? sources.get(edit.file()) : source(edit.file());
            int at = source.indexOf(edit.original());
            if (at < 0 || source.indexOf(edit.original(), at + 1) >= 0) {
                throw new IllegalStateException(variant.name() + ": this must stand in " + edit.file()
                        + " exactly once, so the table of variants is to be brought up to date: " + edit.original());
            }
            sources.put(edit.file(), source.replace(edit.original(), edit.replacement()));
        }
        return sources;
    }

    private static String source(String className) throws IOException {
        for (Path root : SOURCES) {
            Path file = root.resolve(className.replace('.', '/') + ".java");
            if (Files.exists(file)) {
                return Files.readString(file);
            }
        }
        throw new IllegalStateException("no source of " + className);
    }

    private static Map<String, byte[]> compiled(Map<String, String> sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Map<String, ByteArrayOutputStream> classes = new HashMap<>();
        List<JavaFileObject> units = new ArrayList<>();
        sources.forEach((name, text) -> units.add(new Source(name, text)));
        StringWriter problems = new StringWriter();
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        try (JavaFileManager files = new InMemory(compiler.getStandardFileManager(null, null, null), classes)) {
            boolean done = compiler.getTask(
                            problems,
                            files,
                            null,
                            List.of("-proc:none", "-nowarn", "-parameters", "-classpath", classPath),
                            null,
                            units)
                    .call();
            if (!done) {
                throw new IllegalStateException(problems.toString());
            }
        }
        Map<String, byte[]> bytes = new HashMap<>();
        classes.forEach((name, out) -> bytes.put(name, out.toByteArray()));
        return bytes;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OURS)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            return known == null ? anew(name) : known;
        }
    }

    private Class<?> anew(String name) throws ClassNotFoundException {
        byte[] bytes = changed.get(name);
        if (bytes == null) {
            try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                bytes = in.readAllBytes();
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
        return defineClass(name, bytes, 0, bytes.length);
    }

    /** What {@link Search#caught} of the broken variant answers. */
    List<String> caught(Search.Plan plan, long from, long to, int enough) throws ReflectiveOperationException {
        return lines(loadClass(Search.class.getName())
                .getMethod("caught", String.class, long.class, long.class, int.class)
                .invoke(null, plan.name(), from, to, enough));
    }

    /** What {@link Search#caughtBy} of the broken variant answers. */
    List<String> caughtBy(Directed directed) throws ReflectiveOperationException {
        return lines(loadClass(Search.class.getName())
                .getMethod("caughtBy", String.class)
                .invoke(null, directed.name()));
    }

    private static List<String> lines(Object answer) {
        return ((List<?>) answer).stream().map(String.class::cast).toList();
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String className, String text) {
            super(URI.create("string:///" + className.replace('.', '/') + Kind.SOURCE.extension), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, ByteArrayOutputStream> classes;

        InMemory(JavaFileManager files, Map<String, ByteArrayOutputStream> classes) {
            super(files);
            this.classes = classes;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String className, JavaFileObject.Kind kind, javax.tools.FileObject sibling) {
            return new SimpleJavaFileObject(
                    URI.create("memory:///" + className.replace('.', '/') + kind.extension), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return classes.computeIfAbsent(className, name -> new ByteArrayOutputStream());
                }
            };
        }
    }
}
