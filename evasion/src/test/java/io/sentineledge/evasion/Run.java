package io.sentineledge.evasion;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * Cases that were performed under an agent. All are performed first, then looked at: waiting for
 * each would take long.
 *
 * @param folder holds all files of the run
 * @param losses what the agent said of lost events
 */
record Run(
    Path folder, Path program, Map<String, Trick> tricks, List<Alert> alerts, List<String> losses) {
  /** No case at all. */
  static final Run NONE = new Run(Path.of(""), Path.of(""), Map.of(), List.of(), List.of());

  /**
   * Performs cases.
   *
   * @param rules the agent's rule file, by the folder that holds the cases' folders
   */
  static Run of(String name, Collection<String> cases, Function<Path, String> rules)
      throws Exception {
    Path folder = Files.createTempDirectory("sentineledge-" + name).toRealPath();
    Path folders = Files.createDirectory(folder.resolve("case"));
    for (String one : cases) {
      Trick.prepare(folders, one);
    }
    Path program = folder.resolve("trick");
    Files.copy(Objects.requireNonNull(Run.class.getResourceAsStream("/trick")), program);
    assertTrue(program.toFile().setExecutable(true));
    Map<String, Trick> tricks = new HashMap<>();
    try (Agent agent = new Agent(folder, rules.apply(folders))) {
      for (String one : cases) {
        tricks.put(one, Trick.perform(program, folders, one));
      }
      return new Run(folder, program, tricks, agent.alerts(), agent.losses());
    }
  }

  /** A case that was performed; else the test fails. */
  Trick trick(String name) {
    Trick trick = Objects.requireNonNull(tricks.get(name), name);
    assertTrue(trick.performed(), trick.really());
    return trick;
  }

  /** Removes all files; Java cannot name one whose path is longer than the kernel takes. */
  void remove() throws IOException, InterruptedException {
    new ProcessBuilder("rm", "-rf", folder.toString()).start().waitFor();
  }
}
