package io.sentineledge.agent;

import java.util.List;

/** A configuration that can't be used: one message an error, each with file, line and column. */
final class ConfigException extends Exception {
  private static final long serialVersionUID = 1;

  private final List<String> errors;

  ConfigException(List<String> errors) {
    super(String.join("\n", errors));
    this.errors = List.copyOf(errors);
  }

  List<String> errors() {
    return errors;
  }
}
