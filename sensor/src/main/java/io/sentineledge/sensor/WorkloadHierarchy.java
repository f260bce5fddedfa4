package io.sentineledge.sensor;

import io.sentineledge.kernel.Btf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which cgroup names the workload of a task: the v2 one, or on v1 and hybrid machines that of the
 * memory controller, or else of the pids controller. Container runtimes create both of these for
 * every container; the other v1 controllers may be shared or unused.
 */
final class WorkloadHierarchy {
  /** The workload is named by the v2 cgroup. */
  static final int V2 = -1;

  private static final Path CONTROLLERS = Path.of("/proc/cgroups");

  private WorkloadHierarchy() {}

  /**
   * Returns {@link #V2}, or the kernel's number (enum cgroup_subsys_id) of the v1 controller. The
   * numbers depend on the kernel's configuration.
   */
  static int decide() {
    String controllers;
    try {
      controllers = Files.readString(CONTROLLERS);
    } catch (IOException e) {
      return V2; // a kernel without v1 has no such file
    }
    return controller(controllers).flatMap(WorkloadHierarchy::number).orElse(V2);
  }

  private static Optional<Integer> number(String controller) {
    try (Btf kernel = Btf.ofKernel()) {
      return kernel
          .enumeration("cgroup_subsys_id")
          .map(ids -> ids.get(controller + "_cgrp_id"))
          .map(Long::intValue);
    }
  }

  /**
   * The v1 controller that names workloads, from the text of /proc/cgroups: name, hierarchy (0: on
   * v2, or on none), number of cgroups, enabled.
   */
  static Optional<String> controller(String table) {
    for (String name : new String[] {"memory", "pids"}) {
      for (String line : table.lines().toList()) {
        String[] columns = line.split("\\s+");
        boolean onV1 =
            columns.length == 4
                && columns[0].equals(name)
                && !columns[1].equals("0")
                && columns[3].equals("1");
        if (onV1) {
          return Optional.of(name);
        }
      }
    }
    return Optional.empty();
  }
}
