package io.sentineledge.agent;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

/** A folder as {@code scripts/dist} makes it, with the launcher and the classes under test. */
final class Installed {
  private Installed() {}

  /**
   * Returns the launcher.
   *
   * @param folder an empty one
   */
  static Path in(Path folder) throws IOException {
    Path scripts = Path.of("..", "scripts").toAbsolutePath().normalize();
    Path lib = Files.createDirectory(folder.resolve("lib"));
    Files.writeString(lib.resolve("jdk"), System.getProperty("java.home") + "\n");
    for (String name : List.of("find-jdk", "jvm.options")) {
      Files.copy(scripts.resolve(name), lib.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
    }
    jar(lib, System.getProperty("java.class.path"));
    return Files.copy(
        scripts.resolve("launcher"),
        folder.resolve("sentinel-edge"),
        StandardCopyOption.COPY_ATTRIBUTES);
  }

  /** Has an installed agent take its classes from a folder before it takes them from elsewhere. */
  static void before(Path launcher, Path classes) throws IOException {
    jar(launcher.resolveSibling("lib"), classes + ":" + System.getProperty("java.class.path"));
  }

  private static void jar(Path lib, String classPath) throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(Attributes.Name.MAIN_CLASS, Main.class.getName());
    attributes.put(
        Attributes.Name.CLASS_PATH,
        Arrays.stream(classPath.split(":"))
            .map(entry -> Path.of(entry).toUri().toString())
            .collect(Collectors.joining(" ")));
    try (OutputStream file = Files.newOutputStream(lib.resolve("sentinel-edge.jar"))) {
      new JarOutputStream(file, manifest).close();
    }
  }
}
