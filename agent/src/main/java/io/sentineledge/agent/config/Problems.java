package io.sentineledge.agent.config;

import io.sentineledge.output.SafeText;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a configuration, and what is worth a notice; texts are safe to show. */
final class Problems {
  private final List<String> errors = new ArrayList<>();
  private final List<String> notices = new ArrayList<>();

  /**
   * Something that makes the configuration unusable.
   *
   * @param place {@code file:line:column} or the name of a variable or option
   */
  void error(String place, String message) {
    errors.add(SafeText.of(place + ": error: " + message));
  }

  void notice(String place, String message) {
    notices.add(SafeText.of(place + ": " + message));
  }

  List<String> errors() {
    return List.copyOf(errors);
  }

  List<String> notices() {
    return List.copyOf(notices);
  }
}
