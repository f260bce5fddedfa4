package io.sentineledge.rules;

import io.sentineledge.rules.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A rule as the declarations read so far leave it. */
final class RuleDefinition {
  /** The source of events that exists here. */
  static final String SYSCALL = "syscall";

  /** Where it was first declared. */
  final Scalar name;

  MappedText.Builder condition = new MappedText.Builder();
  MappedText.Builder output = new MappedText.Builder();
  String description = "";
  Priority priority = Priority.DEBUG;
  final SortedSet<String> tags = new TreeSet<>();
  List<ExceptionDefinition> exceptions = new ArrayList<>();

  /** As declared; null: {@link #SYSCALL}. */
  @Nullable Scalar source;

  boolean enabled = true;
  boolean warnEventTypes = true;
  boolean skipIfUnknown;

  /** Whether an error was found in one of its declarations. */
  boolean broken;

  RuleDefinition(Scalar name) {
    this.name = name;
  }

  String sourceName() {
    return source == null ? SYSCALL : source.value();
  }
}
