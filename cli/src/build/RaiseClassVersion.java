import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.CodeTransform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Rewrites a jar so that every class has the class-file version of Java 17, with stack maps.
///
/// Picocli is published with Java 5's version, and the JVM keeps classes that old out of its AOT cache:
/// each of them would be read, parsed and verified at every start of the command line.
///
/// Run by the build: `java RaiseClassVersion.java picocli.jar out.jar`.
public final class RaiseClassVersion {
  private RaiseClassVersion() {}

  public static void main(String[] arguments) throws Exception {
    Path in = Path.of(arguments[0]);
    Path out = Path.of(arguments[1]);
    ClassFile classFile =
        ClassFile.of(
            StackMapsOption.GENERATE_STACK_MAPS,
            ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(
                        new java.net.URLClassLoader(new java.net.URL[] {in.toUri().toURL()}, null))
                    .orElse(ClassHierarchyResolver.defaultResolver())));
    try (JarFile jar = new JarFile(in.toFile());
        ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(out))) {
      zip.setMethod(ZipOutputStream.STORED);
      for (var entry : jar.stream().filter(entry -> !entry.isDirectory()).toList()) {
        if (entry.getName().startsWith("META-INF/") && !entry.getName().endsWith("LICENSE")) {
          continue; // module descriptors and manifests speak of the original
        }
        byte[] bytes = jar.getInputStream(entry).readAllBytes();
        if (entry.getName().endsWith(".class")) {
          bytes =
              classFile.transformClass(
                  classFile.parse(bytes),
                  ClassTransform.dropping(ClassFileVersion.class::isInstance)
                      .andThen(ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL))
                      .andThen(
                          ClassTransform.endHandler(
                              builder -> builder.withVersion(ClassFile.JAVA_17_VERSION, 0))));
        }
        CRC32 crc = new CRC32();
        crc.update(bytes);
        ZipEntry copy = new ZipEntry(entry.getName());
        copy.setTime(315532800000L); // 1980: the archive is the same whenever it is built
        copy.setSize(bytes.length);
        copy.setCrc(crc.getValue());
        zip.putNextEntry(copy);
        zip.write(bytes);
      }
    }
  }
}
