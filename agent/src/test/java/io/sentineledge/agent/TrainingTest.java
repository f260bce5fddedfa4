package io.sentineledge.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The run that makes the start-up cache, at the first start beside the agent itself. */
@Timeout(120)
class TrainingTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void itLeavesWhatTheOperatorConfiguredToTheAgent() throws Exception {
    Root.needed();
    Path log = folder.resolve("sentinel.log");
    Path alerts = folder.resolve("alerts.json");
    Path config =
        Files.writeString(
            folder.resolve("config.toml"),
            """
            [core]
            state_dir = "%1$s/state"
            [logging]
            log_file = "%2$s"
            [outputs.copy]
            type = "file"
            path = "%3$s"
            """
                .formatted(folder, log, alerts));
    Path launcher = folder.resolve("train");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Files.writeString(
        launcher,
        "#!/bin/sh\nexec %s --enable-native-access=ALL-UNNAMED -cp %s %s\n"
            .formatted(java, System.getProperty("java.class.path"), Training.class.getName()));
    assertTrue(launcher.toFile().setExecutable(true));
    Map<String, String> environment = Map.of("SENTINEL_CONFIG_PATH", config.toString());
    try (AgentProcess training = AgentProcess.start(launcher, environment, List.of())) {
      assertEquals(0, training.exitStatus(), training::stderr);
    }
    assertFalse(Files.exists(log));
    assertFalse(Files.exists(alerts));
    assertFalse(Files.exists(folder.resolve("state")));
  }
}
