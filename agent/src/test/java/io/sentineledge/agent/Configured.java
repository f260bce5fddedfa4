package io.sentineledge.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sentineledge.agent.config.Config;
import io.sentineledge.agent.config.ConfigLoader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Configurations that variables alone make. */
final class Configured {
  private Configured() {}

  static Config by(Map<String, String> variables) {
    Map<String, String> all = new HashMap<>(variables);
    all.put("SENTINEL_CONFIG_PATH", "/dev/null");
    ConfigLoader.Result read = ConfigLoader.load(null, all, List.of());
    assertEquals(List.of(), read.errors());
    return read.config();
  }
}
