package io.sentineledge.agent;

import io.sentineledge.agent.config.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Tells whether any file of the configuration and the rules has changed, by its times and size. */
final class Fingerprint {
  private static final int DEPTH = 8;

  private Fingerprint() {}

  static String of(Config config, RuleOptions options) {
    List<Path> roots = new ArrayList<>(config.ruleFiles());
    roots.addAll(options.files);
    if (config.defaultRules() && !options.noDefaults) {
      roots.add(LoadedRules.SYSTEM_RULES);
    }
    if (config.file() != null) {
      roots.add(config.file());
    }
    StringBuilder all = new StringBuilder();
    for (Path root : roots) {
      try (Stream<Path> files =
          Files.walk(root, DEPTH, java.nio.file.FileVisitOption.FOLLOW_LINKS)) {
        files.sorted().forEach(file -> all.append(describe(file)));
      } catch (IOException | UncheckedIOException e) {
        all.append(root).append(" missing\n");
      }
    }
    return all.toString();
  }

  private static String describe(Path file) {
    try {
      BasicFileAttributes a =
          Files.readAttributes(file, BasicFileAttributes.class, new LinkOption[0]);
      long size = a.isDirectory() ? 0 : a.size();
      return file + " " + a.lastModifiedTime().toInstant() + " " + size + " " + a.fileKey() + "\n";
    } catch (IOException e) {
      return file + " unreadable\n";
    }
  }
}
