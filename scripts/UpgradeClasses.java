import java.io.IOException;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Copies a jar and brings classes of Java 5 (picocli's) to the format of Java 8. The start-up cache
 * takes no older ones, so the JVM would load and verify them anew at each start, which takes longer
 * than all the rest. Only the format changes: the version, and the stack maps that it demands.
 *
 * <p>Usage: java UpgradeClasses.java FROM.jar TO.jar
 */
final class UpgradeClasses {
  private static final int JAVA_8 = 52;

  public static void main(String[] arguments) throws IOException {
    Path from = Path.of(arguments[0]);
    try (ZipFile in = new ZipFile(from.toFile());
        OutputStream file = Files.newOutputStream(Path.of(arguments[1]));
        ZipOutputStream out = new ZipOutputStream(file);
        URLClassLoader classes = new URLClassLoader(new URL[] {from.toUri().toURL()})) {
      ClassFile format =
          ClassFile.of(
              StackMapsOption.GENERATE_STACK_MAPS,
              ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(classes)));
      for (ZipEntry entry : Collections.list(in.entries())) {
        byte[] bytes = in.getInputStream(entry).readAllBytes();
        ZipEntry copy = new ZipEntry(entry.getName());
        copy.setTimeLocal(entry.getTimeLocal());
        out.putNextEntry(copy);
        out.write(entry.getName().endsWith(".class") ? upgraded(format, bytes) : bytes);
      }
    }
  }

  private static byte[] upgraded(ClassFile format, byte[] bytes) {
    ClassModel model = format.parse(bytes);
    if (model.majorVersion() >= JAVA_8) {
      return bytes;
    }
    // A transformation, if only one that keeps all, makes the code be written anew
    ClassTransform code =
        ClassTransform.transformingMethodBodies((builder, element) -> builder.with(element));
    return format.transformClass(
        model,
        code.andThen(
            (builder, element) -> {
              if (element instanceof ClassFileVersion) {
                builder.withVersion(JAVA_8, 0);
              } else {
                builder.with(element);
              }
            }));
  }
}
