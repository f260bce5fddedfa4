package io.sentineledge.state;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupMemoryTest {
  @TempDir private Path folder = Path.of("");

  private Path unified(String name, String limit, long used, long files) throws IOException {
    Path group = Files.createDirectory(folder.resolve(name));
    Files.writeString(group.resolve("memory.max"), limit + "\n");
    Files.writeString(group.resolve("memory.current"), used + "\n");
    Files.writeString(
        group.resolve("memory.stat"), "anon 5\ninactive_file " + files + "\nactive_file 7\n");
    return group;
  }

  @Test
  void theFullestGroupCountsWithoutForgottenFiles() throws IOException {
    Path inner = unified("inner", "max", 900, 100);
    Path outer = unified("outer", "1000", 900, 100);
    Path above = unified("above", "9000", 900, 100);
    assertEquals(
        Optional.of(new GroupMemory.Use(800, 1000)),
        new GroupMemory(List.of(inner, outer, above, folder)).fullest());
    assertEquals(Optional.empty(), new GroupMemory(List.of(inner, folder)).fullest());
  }

  @Test
  void theFirstHierarchyCallsThemOtherwise() throws IOException {
    Path group = Files.createDirectory(folder.resolve("v1"));
    Files.writeString(group.resolve("memory.usage_in_bytes"), "700\n");
    Files.writeString(group.resolve("memory.stat"), "inactive_file 1\ntotal_inactive_file 200\n");
    Files.writeString(group.resolve("memory.limit_in_bytes"), "9223372036854771712\n");
    GroupMemory memory = new GroupMemory(List.of(group));
    assertEquals(Optional.empty(), memory.fullest());
    Files.writeString(group.resolve("memory.limit_in_bytes"), "1000\n");
    assertEquals(Optional.of(new GroupMemory.Use(500, 1000)), memory.fullest());
    Files.delete(group.resolve("memory.usage_in_bytes"));
    assertEquals(Optional.empty(), memory.fullest());
  }
}
