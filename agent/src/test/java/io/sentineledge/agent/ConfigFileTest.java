package io.sentineledge.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigFileTest {
  @TempDir private Path folder = Path.of("");

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("config.toml"), text);
  }

  private List<String> errors(String text) throws IOException {
    Path file = file(text);
    ConfigException e = assertThrows(ConfigException.class, () -> ConfigFile.read(file));
    return e.errors().stream().map(error -> error.replace(folder + "/", "")).toList();
  }

  @Test
  void theGuidesFileIsValid() throws Exception {
    try (InputStream guide = getClass().getResourceAsStream("guide.toml")) {
      String text = new String(Objects.requireNonNull(guide).readAllBytes(), UTF_8);
      ConfigFile.Result result = ConfigFile.read(file(text));
      assertEquals(Optional.of(LogLevel.INFO), result.config().logLevel());
      assertEquals(1_048_576, result.config().sensor().ringBytes());
      assertEquals(100, result.config().sensor().batchSize());
      assertEquals(100, result.config().sensor().maxSleepMillis());
      assertEquals(100, result.config().sensor().pollMicros());
      assertTrue(result.withoutEffect().contains("monitoring.prometheus_endpoint"));
      assertFalse(result.withoutEffect().contains("ebpf.ring_buffer_size"));
    }
  }

  @Test
  void anEmptyFileChangesNothing() throws Exception {
    assertEquals(Config.DEFAULT, ConfigFile.read(file("")).config());
  }

  @Test
  void rulesAreFoundBesideTheFile() throws Exception {
    Config config =
        ConfigFile.read(
                file(
                    """
                    [rules]
                    files = ["mine.yaml", "/srv/rules"]
                    default = false
                    matching = "all"
                    """))
            .config();
    assertEquals(List.of(folder.resolve("mine.yaml"), Path.of("/srv/rules")), config.ruleFiles());
    assertFalse(config.defaultRules());
    assertTrue(config.allMatches());
  }

  @Test
  void everyErrorIsReportedWithItsPlace() throws Exception {
    assertEquals(
        List.of(
            "config.toml:2:1: error: unknown key ebpf.ring_bufer_size; did you mean"
                + " ebpf.ring_buffer_size?",
            "config.toml:3:1: error: ebpf.event_batch_size must be an integer, but is many",
            "config.toml:4:1: error: ebpf.poll_timeout_ms must be from 1 to 10000, but is 0",
            "config.toml:5:1: error: unknown section [loging]; did you mean logging?"),
        errors(
            """
            [ebpf]
            ring_bufer_size = 1
            event_batch_size = "many"
            poll_timeout_ms = 0
            [loging]
            level = "info"
            """));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "core.log_level = 'loud' | config.toml:1:1: error: core.log_level must be one of error,"
            + " warn, info, debug, trace, but is \"loud\"",
        "rules.matching = 'some' | config.toml:1:1: error: rules.matching must be \"first\" or"
            + " \"all\", but is \"some\"",
        "rules.files = [1] | config.toml:1:1: error: rules.files must be an array of strings, but"
            + " is [1]",
        "ebpf = 3 | config.toml:1:1: error: ebpf must be a section, but is 3",
        "x = 1 | config.toml:1:1: error: unknown key x",
      })
  void namesTheValueAndWhatIsAllowed(String text, String error) throws Exception {
    assertEquals(List.of(error), errors(text.replace('\'', '"')));
  }

  @Test
  void twoNamesOfOneSettingMustAgree() throws Exception {
    assertEquals(
        List.of(
            "config.toml:4:1: error: logging.level is debug here, but core.log_level is info in"
                + " line 2; keep one of them"),
        errors(
            """
            [core]
            log_level = "info"
            [logging]
            level = "debug"
            """));
    assertEquals(
        Optional.of(LogLevel.DEBUG),
        ConfigFile.read(file("core.log_level='DEBUG'\nlogging.level='debug'\n"))
            .config()
            .logLevel());
  }

  @Test
  void brokenTomlIsAnErrorWithItsPlace() throws Exception {
    String error = errors("[ebpf]\nring_buffer_size = \n").getFirst();
    assertTrue(error.startsWith("config.toml:2:"), error);
  }

  @Test
  void aFileThatCannotBeReadIsAnError() throws Exception {
    ConfigException missing =
        assertThrows(ConfigException.class, () -> ConfigFile.read(Path.of("/no/such/file")));
    assertEquals(
        "/no/such/file: error: can't read the configuration: no such file", missing.getMessage());
    Files.write(folder.resolve("config.toml"), new byte[] {'a', (byte) 0xff});
    ConfigException binary =
        assertThrows(ConfigException.class, () -> ConfigFile.read(folder.resolve("config.toml")));
    assertTrue(binary.errors().getFirst().endsWith("not a text file in UTF-8"), "" + binary);
  }

  @Test
  void hostileTextCannotForgeALine() throws Exception {
    for (String error : errors("\"a\\nb\\u001b[31m\" = 1\n")) {
      assertTrue(error.codePoints().allMatch(c -> c >= ' '), error);
    }
  }
}
