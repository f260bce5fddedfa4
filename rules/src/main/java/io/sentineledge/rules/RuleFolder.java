package io.sentineledge.rules;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Finds the rule files of a folder and of the folders in it. Links to files are followed, links to
 * folders are not, so that no folder is visited twice.
 */
final class RuleFolder {
  /** Levels of folders that are visited. */
  static final int MAX_DEPTH = 32;

  private RuleFolder() {}

  /**
   * The files whose names end in {@code .yaml} or {@code .yml}, sorted by path; nothing hidden, and
   * no rule tests.
   *
   * @throws IOException if a folder cannot be read
   */
  static List<Path> files(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    // A folder that is named by a link is meant.
    Path start = Files.isSymbolicLink(folder) ? folder.toRealPath() : folder;
    Files.walkFileTree(
        start,
        Set.of(),
        MAX_DEPTH,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            return directory.equals(start) || !isHidden(directory)
                ? FileVisitResult.CONTINUE
                : FileVisitResult.SKIP_SUBTREE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (isRuleFile(file)) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    files.sort(null);
    return files;
  }

  private static boolean isHidden(Path path) {
    return path.getFileName().toString().startsWith(".");
  }

  private static boolean isRuleFile(Path path) {
    String name = path.getFileName().toString();
    boolean ending = name.endsWith(".yaml") || name.endsWith(".yml");
    return ending && !isTest(name) && !isHidden(path) && !isSpecial(path);
  }

  /** A folder, or what is no file: to read a pipe or a device could last for ever. */
  private static boolean isSpecial(Path path) {
    return Files.exists(path) && !Files.isRegularFile(path);
  }

  /** Rule tests may stand beside the rules. */
  private static boolean isTest(String name) {
    return name.endsWith(".test.yaml") || name.endsWith(".test.yml");
  }
}
