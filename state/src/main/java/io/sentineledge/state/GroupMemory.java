package io.sentineledge.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What the control groups of this process let it have of memory: memory.max of the unified
 * hierarchy, memory.limit_in_bytes of the first one. For any thread.
 */
public final class GroupMemory {
  private final List<Group> groups;

  /**
   * The fullest group that has a limit.
   *
   * @param bytes in use, without files that the kernel forgets first
   * @param limit beyond which it ends a process of the group
   */
  public record Use(long bytes, long limit) {
    /** 0 to 1. */
    public double share() {
      return (double) bytes / limit;
    }
  }

  /** The files of a group. */
  private record Group(Path limit, Path usage, Path statistics, String forgotten) {
    static Stream<Group> of(Path folder) {
      return Stream.of(
              new Group(
                  folder.resolve("memory.max"),
                  folder.resolve("memory.current"),
                  folder.resolve("memory.stat"),
                  "inactive_file "),
              new Group(
                  folder.resolve("memory.limit_in_bytes"),
                  folder.resolve("memory.usage_in_bytes"),
                  folder.resolve("memory.stat"),
                  "total_inactive_file "))
          .filter(group -> Files.exists(group.limit));
    }

    /** Empty where there is no limit, or the group is gone. */
    Stream<Use> use() {
      try {
        OptionalLong most = number(Files.readString(limit));
        OptionalLong used = number(Files.readString(usage));
        if (most.isEmpty() || used.isEmpty()) {
          return Stream.empty();
        }
        long files =
            Files.readString(statistics)
                .lines()
                .filter(line -> line.startsWith(forgotten))
                .map(line -> number(line.substring(forgotten.length())))
                .flatMapToLong(OptionalLong::stream)
                .sum();
        return Stream.of(new Use(Math.max(0, used.getAsLong() - files), most.getAsLong()));
      } catch (IOException e) {
        return Stream.empty();
      }
    }

    /** Not of "max"; the largest of the first hierarchy is no limit either. */
    private static OptionalLong number(String text) {
      String digits = text.strip();
      return digits.matches("[0-9]{1,18}")
          ? OptionalLong.of(Long.parseLong(digits))
          : OptionalLong.empty();
    }
  }

  /**
   * @param folders of control groups
   */
  GroupMemory(List<Path> folders) {
    groups = folders.stream().flatMap(Group::of).toList();
  }

  /** Of the groups that this process is in now, and those above. */
  public static GroupMemory ofThisProcess() {
    return new GroupMemory(ControlGroups.ofThisProcess().folders());
  }

  /** Looks; empty where no group has a limit. */
  public Optional<Use> fullest() {
    return groups.stream().flatMap(Group::use).max(Comparator.comparingDouble(Use::share));
  }
}
