package io.sentineledge.agent.config;

import java.util.List;
import java.util.stream.Collectors;

/** Writes the documentation of the configuration, and a configuration itself, from the keys. */
public final class ConfigDocument {
  private static final String HEAD =
      """
      # Configuration

      Generated from the code; do not edit.

      The agent reads `/etc/sentineledge/config.toml` if it exists, or the file that `--config FILE` or `SENTINEL_CONFIG_PATH` names. It is TOML; every key may be left out.
      What ranks higher wins: options (`--log-level`, `--set KEY=VALUE` for any key), variables, the file, `RUST_LOG` (for the level of the log), what is built in.
      `sentinel-edge config show` prints what holds and where it comes from; `--check-config` checks the configuration, the rules, the outputs and the permissions of files, tells all problems at once, and ends with status 0 or 2.
      A file that its group or others can write is refused, and so is a secret that others can read. Three files for machines of three sizes are in `packaging/profiles`.

      SIGHUP, or a change of the file or of a rule file, makes the agent read both again. What is wrong is logged and changes nothing. Where "change" says restart, the running agent logs that it goes on with the old value.

      """;

  private static final String OUTPUTS =
      """
      ## Outputs

      Alerts always go to standard output. Each section `[outputs.NAME]`, with a name of your choice, is another place for them, with a queue and a thread of its own: one that is slow or gone delays neither detection nor the others. A section that is new, gone or changed is taken over when the configuration is read again, and certificates are: what waits for an output whose section has changed goes where the new one says, nothing is lost and nothing goes twice; what an output that is gone had not taken stays in its spool for when it comes back. Another `type` takes a restart; the running agent says so.

      """;

  private ConfigDocument() {}

  /** The text of docs/configuration.md. */
  public static String text() {
    StringBuilder text = new StringBuilder(HEAD);
    String section = "";
    for (Key<?> key : Keys.ALL) {
      if (!key.section().equals(section)) {
        section = key.section();
        text.append(text.charAt(text.length() - 2) == '\n' ? "" : "\n");
        text.append("## [").append(section).append("]\n\n");
        text.append("| key | takes | default | change | variable | meaning |\n");
        text.append("| --- | --- | --- | --- | --- | --- |\n");
      }
      text.append(
          "| `%s` | %s | `%s` | %s | `%s` | %s%s |\n"
              .formatted(
                  key.lastName(),
                  key.type().wanted(),
                  fallback(key),
                  key.isLive() ? "at once" : "restart",
                  key.variable(),
                  key.doc(),
                  also(key)));
    }
    text.append('\n').append(OUTPUTS);
    text.append("| key | takes | default | meaning |\n| --- | --- | --- | --- |\n");
    for (Key<?> key : OutputKeys.ALL) {
      text.append(
          "| `%s` | %s | `%s` | %s |\n"
              .formatted(key.lastName(), key.type().wanted(), fallback(key), key.doc()));
    }
    return text.toString();
  }

  private static <T> String fallback(Key<T> key) {
    return key == OutputKeys.TYPE ? "-" : key.type().toToml().apply(key.fallback());
  }

  private static String also(Key<?> key) {
    return key.aliases().stream()
        .map(alias -> " Also `" + alias + "`.")
        .collect(Collectors.joining());
  }

  /** What holds, as a file that could be read again; a comment tells where each value is from. */
  public static String show(Config config) {
    StringBuilder text = new StringBuilder();
    String section = "";
    for (Key<?> key : Keys.ALL) {
      if (!key.section().equals(section)) {
        section = key.section();
        text.append(text.isEmpty() ? "" : "\n").append('[').append(section).append("]\n");
      }
      line(text, config.values(), key);
    }
    for (OutputConfig output : config.outputs()) {
      text.append("\n[outputs.").append(ValueType.quoted(output.name())).append("]\n");
      List<Key<?>> keys = output.values().keys();
      keys.forEach(key -> line(text, output.values(), key));
    }
    return text.toString();
  }

  private static void line(StringBuilder text, Values values, Key<?> key) {
    String setting = key.lastName() + " = " + values.show(key);
    text.append("%-44s # %s\n".formatted(setting, values.origin(key)));
  }
}
