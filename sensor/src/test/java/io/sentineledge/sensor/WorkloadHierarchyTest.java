package io.sentineledge.sensor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

final class WorkloadHierarchyTest {
  private static final String HEADER = "#subsys_name\thierarchy\tnum_cgroups\tenabled\n";

  private static Optional<String> controller(String... lines) {
    return WorkloadHierarchy.controller(HEADER + String.join("\n", lines) + "\n");
  }

  @Test
  void pureV2HasAllControllersOnHierarchyZero() {
    assertEquals(
        Optional.empty(), controller("cpuset\t0\t90\t1", "memory\t0\t90\t1", "pids\t0\t90\t1"));
  }

  @Test
  void onV1MemoryNamesTheWorkload() {
    assertEquals(Optional.of("memory"), controller("pids\t8\t1\t1", "memory\t4\t7\t1"));
  }

  @Test
  void pidsWhereMemoryIsSwitchedOff() {
    assertEquals(Optional.of("pids"), controller("memory\t4\t1\t0", "pids\t8\t40\t1"));
  }

  @Test
  void newKernelsLeaveV1ControllersOut() {
    assertEquals(Optional.empty(), controller("cpu\t0\t90\t1"));
    assertEquals(Optional.empty(), WorkloadHierarchy.controller(""));
  }
}
