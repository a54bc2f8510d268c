import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Puts jars into one, uncompressed, in which every class is recent enough for the JVM's AOT cache: a
/// start opens and checks one file, and parses no class.
///
/// Picocli is published with Java 5's class-file version, and the JVM keeps classes that old out of its
/// cache; they get Java 17's version, with stack maps.
///
/// Run by the build: `java OneJar.java OUT.jar IN.jar...`.
public final class OneJar {
  private OneJar() {}

  public static void main(String[] arguments) throws Exception {
    Path out = Path.of(arguments[0]);
    Path[] jars = Arrays.stream(arguments).skip(1).map(Path::of).toArray(Path[]::new);
    URL[] urls = new URL[jars.length];
    for (int i = 0; i < jars.length; i++) {
      urls[i] = jars[i].toUri().toURL();
    }
    ClassHierarchyResolver classes =
        ClassHierarchyResolver.ofResourceParsing(new URLClassLoader(urls, null))
            .orElse(ClassHierarchyResolver.defaultResolver());
    ClassFile classFile =
        ClassFile.of(
            StackMapsOption.GENERATE_STACK_MAPS, ClassHierarchyResolverOption.of(classes));
    Set<String> written = new HashSet<>();
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(out))) {
      zip.setMethod(ZipOutputStream.STORED);
      for (Path path : jars) {
        try (JarFile jar = new JarFile(path.toFile())) {
          for (var entry : jar.stream().filter(entry -> !entry.isDirectory()).toList()) {
            String name = nameInOne(entry.getName(), path);
            byte[] bytes = jar.getInputStream(entry).readAllBytes();
            if (!name.isEmpty() && written.add(name)) {
              put(zip, name, name.endsWith(".class") ? recent(classFile, bytes) : bytes);
            }
          }
        }
      }
    }
  }

  /// Empty for what speaks of the original jar only; licences stay, each below its jar's name.
  private static String nameInOne(String name, Path jar) {
    String file = name.substring(name.lastIndexOf('/') + 1);
    if (file.startsWith("LICENSE") || file.startsWith("NOTICE")) {
      return "META-INF/" + jar.getFileName() + "/" + file;
    }
    return name.startsWith("META-INF/") || file.equals("module-info.class") ? "" : name;
  }

  private static byte[] recent(ClassFile classFile, byte[] bytes) {
    ClassModel model = classFile.parse(bytes);
    if (model.majorVersion() >= ClassFile.JAVA_6_VERSION) {
      return bytes;
    }
    return classFile.transformClass(
        model,
        ClassTransform.dropping(ClassFileVersion.class::isInstance)
            .andThen(ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL))
            .andThen(
                ClassTransform.endHandler(
                    builder -> builder.withVersion(ClassFile.JAVA_17_VERSION, 0))));
  }

  private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    ZipEntry entry = new ZipEntry(name);
    entry.setTime(315532800000L); // 1980: the archive is the same whenever it is built
    entry.setSize(bytes.length);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(bytes);
  }
}
