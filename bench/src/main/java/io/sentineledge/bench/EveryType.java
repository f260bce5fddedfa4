package io.sentineledge.bench;

import io.sentineledge.event.EventType;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Prints a rule that asks for events of every type and for names of addresses, and is never true.
 */
public final class EveryType {
  private EveryType() {}

  /** No arguments. */
  public static void main(String[] args) {
    String types =
        Arrays.stream(EventType.values())
            .filter(type -> type != EventType.TASK)
            .map(EventType::falcoName)
            .collect(Collectors.joining(", "));
    System.out.printf(
        """
        - rule: Every type
          desc: Asks for everything, and is never true
          condition: evt.type in (%s) and (proc.pid = 0 or fd.sip.name = never.invalid)
          output: never
          priority: DEBUG
        """,
        types);
  }
}
