package io.sentineledge.agent.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigLoaderTest {
  @TempDir private Path folder = Path.of("");

  private Path file(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("config.toml"), text);
    return mode(file, "rw-r--r--");
  }

  private static Path mode(Path file, String mode) throws IOException {
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  private static ConfigLoader.Result load(Path file, Map<String, String> environment) {
    return ConfigLoader.load(file, environment, List.of());
  }

  private Config config(String text) throws IOException {
    ConfigLoader.Result result = load(file(text), Map.of());
    assertEquals(List.of(), result.errors());
    return result.config();
  }

  private List<String> errors(String text) throws IOException {
    return shown(load(file(text), Map.of()).errors());
  }

  private List<String> shown(List<String> messages) {
    return messages.stream().map(message -> message.replace(folder + "/", "")).toList();
  }

  @Test
  void theGuidesFileIsValid() throws Exception {
    try (InputStream guide = getClass().getResourceAsStream("../guide.toml")) {
      Config config = config(new String(Objects.requireNonNull(guide).readAllBytes(), UTF_8));
      assertEquals(1_048_576, config.sensor().ringBytes());
      assertEquals(10_000, config.get(EbpfKeys.MAX_EVENTS));
      assertEquals(64, config.get(EbpfKeys.BATCH_SIZE));
      assertEquals("0.0.0.0:9090", config.get(MonitoringKeys.PROMETHEUS_ENDPOINT));
      assertEquals(LoggingKeys.Period.DAILY, config.get(LoggingKeys.LOG_ROTATION));
      assertEquals(30, config.get(LoggingKeys.MAX_LOG_FILES));
    }
  }

  @Test
  void theGuidesOtherNamesAreKnown() throws Exception {
    Config config =
        config(
            """
            [logging]
            level = "info"
            format = "json"
            output = "/var/log/sentineledge/sentinel.log"
            rotate = true
            max_size = "100MB"
            max_files = 10
            """);
    assertEquals("/var/log/sentineledge/sentinel.log", config.get(LoggingKeys.LOG_FILE));
    assertEquals(100L << 20, config.get(LoggingKeys.MAX_SIZE));
    assertEquals(10, config.get(LoggingKeys.MAX_LOG_FILES));
  }

  @Test
  void everyProfileIsValid() throws Exception {
    try (Stream<Path> profiles = Files.list(Path.of("..", "packaging", "profiles"))) {
      List<Path> all = profiles.sorted().toList();
      assertEquals(3, all.size());
      int ring = 0;
      for (Path profile : all) {
        Config config = config(Files.readString(profile));
        assertTrue(config.values().isSet(EbpfKeys.MAX_EVENTS), profile::toString);
        ring += config.sensor().ringBytes() / 1024;
      }
      assertEquals(256 + 1024 + 4096, ring);
    }
  }

  @Test
  void anEmptyFileChangesNothing() throws Exception {
    Config config = config("");
    Keys.ALL.forEach(key -> {
      assertEquals(key.fallback(), config.get(key));
      assertEquals("default", config.values().origin(key));
    });
  }

  @Test
  void rulesAreFoundBesideTheFile() throws Exception {
    Config config =
        config(
            """
            [rules]
            files = ["mine.yaml", "/srv/rules"]
            default = false
            matching = "all"
            """);
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
            "config.toml:3:1: error: ebpf.event_batch_size must be an integer from 1 to 1048576,"
                + " but is \"many\"",
            "config.toml:4:1: error: ebpf.poll_timeout_ms must be an integer from 1 to 10000, but"
                + " is 0",
            "config.toml:5:1: error: unknown section [loging]; did you mean logging?",
            "config.toml:7:1: error: outputs.siem.type is missing: it must be "
                + OutputKeys.TYPE.type().wanted(),
            "config.toml:8:1: error: unknown key outputs.siem.adress; did you mean address?"),
        errors(
                """
                [ebpf]
                ring_bufer_size = 1
                event_batch_size = "many"
                poll_timeout_ms = 0
                [loging]
                level = "info"
                [outputs.siem]
                adress = "x"
                """)
            .stream()
            .sorted()
            .toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "core.log_level = 'loud' | config.toml:1:1: error: core.log_level must be one of error,"
            + " warn, info, debug, trace, but is \"loud\"",
        "rules.matching = 'some' | config.toml:1:1: error: rules.matching must be one of first,"
            + " all, but is \"some\"",
        "rules.files = [1] | config.toml:1:1: error: rules.files must be an array of strings, but"
            + " is [1]",
        "logging.max_size = '5 parsec' | config.toml:1:1: error: logging.max_size must be a size"
            + " such as \"100MB\", but is \"5 parsec\"",
        "monitoring.prometheus_endpoint = 'x' | config.toml:1:1: error:"
            + " monitoring.prometheus_endpoint must be an address and a port, such as"
            + " \"127.0.0.1:9090\", but is \"x\"",
        "ebpf = 3 | config.toml:1:1: error: ebpf must be a section, but is 3",
        "x = 1 | config.toml:1:1: error: unknown key x",
        "log_file = 'x' | config.toml:1:1: error: unknown key log_file; did you mean"
            + " logging.log_file?",
        "core.ring_buffer_size = 1 | config.toml:1:1: error: unknown key core.ring_buffer_size;"
            + " did you mean ebpf.ring_buffer_size?",
      })
  void namesTheValueAndWhatIsAllowed(String text, String error) throws Exception {
    assertEquals(List.of(error), errors(text.replace('\'', '"')));
  }

  @Test
  void twoNamesOfOneSettingMustAgree() throws Exception {
    assertEquals(
        List.of(
            "config.toml:4:1: error: logging.level is \"debug\" here, but core.log_level is"
                + " \"info\" in line 2; keep one of them"),
        errors(
            """
            [core]
            log_level = "info"
            [logging]
            level = "debug"
            """));
    assertEquals(1, errors("logging.max_files=1\nlogging.max_log_files=2\n").size());
    assertEquals(1, errors("logging.log_file='a'\nlogging.output='b'\n").size());
    assertEquals(
        LogLevel.DEBUG,
        config("core.log_level='DEBUG'\nlogging.level='debug'\n").get(LoggingKeys.LOG_LEVEL));
  }

  @Test
  void whatRanksHigherWins() throws Exception {
    Path file = file("[logging]\nlevel = \"warn\"\n");
    Map<String, String> rust = Map.of("RUST_LOG", "debug,x=trace");
    Config low = ConfigLoader.load(file(""), rust, List.of()).config();
    assertEquals(LogLevel.DEBUG, low.get(LoggingKeys.LOG_LEVEL));
    assertEquals("RUST_LOG", low.values().origin(LoggingKeys.LOG_LEVEL));
    file("[logging]\nlevel = \"warn\"\n");
    Config fromFile = load(file, rust).config();
    assertEquals(LogLevel.WARN, fromFile.get(LoggingKeys.LOG_LEVEL));
    assertEquals(file + ":2", fromFile.values().origin(LoggingKeys.LOG_LEVEL));
    Map<String, String> variable = Map.of("SENTINEL_LOG_LEVEL", "error");
    assertEquals(LogLevel.ERROR, load(file, variable).config().get(LoggingKeys.LOG_LEVEL));
    Config flag =
        ConfigLoader.load(
                file,
                variable,
                List.of(new ConfigLoader.Option("core.log_level", "trace", "--log-level")))
            .config();
    assertEquals(LogLevel.TRACE, flag.get(LoggingKeys.LOG_LEVEL));
    assertEquals("--log-level", flag.values().origin(LoggingKeys.LOG_LEVEL));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "info|INFO",
        "warn,a=debug|WARN",
        "a::b=trace,a=debug|DEBUG",
        "off|ERROR",
        "=|",
        "x|"
      })
  void rustLogMeansItsMostGeneralLevel(String directives, String level) {
    assertEquals(level, RustLog.level(directives).map(LogLevel::name).orElse(null), directives);
  }

  @Test
  void theGuidesVariables() throws Exception {
    Path file = file("ebpf.ring_buffer_size = 8192\n");
    ConfigLoader.Result result =
        ConfigLoader.load(
            null,
            Map.of(
                "SENTINEL_CONFIG_PATH", file.toString(),
                "SENTINEL_RING_BUFFER_SIZE", "1048576",
                "SENTINEL_MAX_EVENTS_PER_SEC", "10000",
                "SENTINEL_METRICS_ENABLED", "false",
                "SENTINEL_PROMETHEUS_PORT", "9191",
                "SENTINEL_RING_BUFER_SIZE", "1"),
            List.of());
    assertEquals(List.of(), result.errors());
    assertTrue(
        result
            .notices()
            .contains(
                "SENTINEL_RING_BUFER_SIZE: is no variable of the agent; did you mean"
                    + " SENTINEL_RING_BUFFER_SIZE?"),
        result.notices()::toString);
    Config config = result.config();
    assertEquals(file, config.file());
    assertEquals(1 << 20, config.get(EbpfKeys.RING_BUFFER_SIZE));
    assertEquals(10_000, config.get(EbpfKeys.MAX_EVENTS));
    assertFalse(config.get(CoreKeys.METRICS_ENABLED));
    assertEquals(9191, Endpoints.prometheus(config).getPort());
    assertEquals(
        List.of("SENTINEL_METRICS_ENABLED: error: must be true or false, but is \"maybe\""),
        load(file, Map.of("SENTINEL_METRICS_ENABLED", "maybe")).errors());
  }

  @Test
  void aRingSizeThatTheKernelDoesNotTakeIsRoundedUpWithANotice() throws Exception {
    ConfigLoader.Result result = load(file("ebpf.ring_buffer_size = 1000000\n"), Map.of());
    assertEquals(
        List.of(
            "config.toml:1: ebpf.ring_buffer_size = 1000000 is not a power of two of pages (4096"
                + " bytes each): 1048576 is used"),
        shown(result.notices()));
    assertEquals(1 << 20, result.config().sensor().ringBytes());
  }

  @Test
  void aFileThatOthersCanWriteIsRefused() throws Exception {
    Path file = file("");
    for (String mode : List.of("rw-rw-r--", "rw-r--rw-")) {
      mode(file, mode);
      assertEquals(
          List.of(
              "config.toml: error: others can write this file ("
                  + mode
                  + "): run chmod go-w on it"),
          shown(load(file, Map.of()).errors()));
    }
  }

  @Test
  void aSecretThatOthersCanReadIsRefused() throws Exception {
    Path token = mode(Files.writeString(folder.resolve("token"), "x"), "rw-r--r--");
    String text = "monitoring.auth_token_file = \"" + token + "\"\n";
    assertEquals(
        List.of(
            "monitoring.auth_token_file: error: others can read the file token (rw-r--r--): run"
                + " chmod o-rwx on it"),
        errors(text));
    mode(token, "rw-------");
    assertEquals(List.of(), errors(text));
    assertEquals(
        1, errors("[outputs.a]\ntype='webhook'\nurl='http://x'\nheaders={a='b'}\n").size());
    assertEquals(1, errors("[outputs.a]\ntype='webhook'\nurl='http://a:b@x'\n").size());
  }

  @Test
  void aHeaderThatCannotBeSentIsAnError() throws Exception {
    String error =
        errors("[outputs.a]\ntype='webhook'\nurl='http://x'\nheaders={Expect='b'}\n").getFirst();
    assertEquals(
        "config.toml: [outputs.a] headers: error: Expect can't be sent: it is not one line, or the"
            + " agent sets it itself",
        error);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "type='syslog'\\naddress='a:1' | address must be udp://HOST:PORT, tcp://HOST:PORT,"
            + " tls://HOST:PORT or unix://PATH, but is \"a:1\"",
        "type='webhook'\\nurl='a' | url must be an address that begins with http:// or https://,"
            + " but is \"a\"",
        "type='kafka'\\nservers=['a'] | servers must be HOST:PORT of each broker, but is \"a\"",
        "type='program'\\ncommand=['a'] | command must begin with the whole path of a program that"
            + " can be run, but does with \"a\"",
      })
  void anAddressThatIsNoneIsAnErrorWithItsPlace(String keys, String error) throws Exception {
    String text = "[outputs.x]\n" + keys.replace("\\n", "\n");
    assertEquals(List.of("config.toml:3: error: outputs.x." + error), errors(text));
  }

  @Test
  void aFileThatCannotBeWrittenIsANotice() throws Exception {
    String text = "[outputs.x]\ntype='file'\npath='%s'\n[logging]\nlog_file='%s'\n";
    assertEquals(
        List.of(), load(file(text.formatted("a/b/c", folder + "/d/e")), Map.of()).notices());
    assertEquals(
        List.of(
            "config.toml:3: outputs.x.path = \"config.toml/a\" can't be written by this user: see"
                + " config.toml",
            "config.toml:5: logging.log_file = \".\" can't be written by this user: see ."),
        shown(load(file(text.formatted("config.toml/a", ".")), Map.of()).notices()));
  }

  @Test
  void brokenTomlIsAnErrorWithItsPlace() throws Exception {
    String error = errors("[ebpf]\nring_buffer_size = \n").getFirst();
    assertTrue(error.startsWith("config.toml:2:"), error);
  }

  @Test
  void aFileThatCannotBeReadIsAnError() throws Exception {
    assertEquals(
        List.of(
            "/no/such/file: error: can't read the configuration: no such file; name one with"
                + " --config or SENTINEL_CONFIG_PATH"),
        load(Path.of("/no/such/file"), Map.of()).errors());
    Files.write(folder.resolve("config.toml"), new byte[] {'a', (byte) 0xff});
    List<String> binary = load(folder.resolve("config.toml"), Map.of()).errors();
    assertTrue(binary.getFirst().endsWith("not a text file in UTF-8"), binary::toString);
  }

  @Test
  void hostileTextCannotForgeALine() throws Exception {
    for (String error : errors("\"a\\nb\\u001b[31m\" = 1\n")) {
      assertTrue(error.codePoints().allMatch(c -> c >= ' '), error);
    }
  }

  @Test
  void whatIsShownCanBeReadAgain() throws Exception {
    Config config =
        config(
            """
            [ebpf]
            batch_size = 7
            [logging]
            max_size = "3MB"
            [outputs.a]
            type = "file"
            path = "/tmp/a\\"b"
            rules = ["x", "y*"]
            """);
    String shown = ConfigDocument.show(config);
    assertTrue(shown.contains("batch_size = 7"), shown);
    assertTrue(shown.contains("# " + folder.resolve("config.toml") + ":2"), shown);
    Config again = config(shown);
    Keys.ALL.forEach(key -> assertEquals(config.get(key), again.get(key), key::toString));
    OutputKeys.ALL.forEach(key ->
        assertEquals(config.outputs().getFirst().get(key), again.outputs().getFirst().get(key)));
  }

  @Test
  void whatTakesARestartIsNamed() throws IOException {
    Config before = config("[outputs.gone]\ntype = 'file'\npath = '/x'\n");
    Config after = config("[ebpf]\nbatch_size = 1\n[logging]\nlevel = 'warn'\n");
    assertEquals(List.of("ebpf.batch_size"), before.needRestart(after));
    assertEquals(List.of(), before.needRestart(before));
  }
}
