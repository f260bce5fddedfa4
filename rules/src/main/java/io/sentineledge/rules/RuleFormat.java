package io.sentineledge.rules;

import io.sentineledge.filter.ConditionCompiler;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Rule files that are not Falco's. Implementations are found by {@link java.util.ServiceLoader}, so
 * that they may build on this package.
 */
public interface RuleFormat {
  /** Whether a document of a file is of this format. */
  boolean accepts(YamlNode document);

  /** Begins a load, which reports what is wrong to the diagnostics. */
  Loading begin(Diagnostics diagnostics);

  /** One load, by one thread. */
  interface Loading {
    /** Adds the documents of a file that the format accepts. */
    void add(SourceFile file, List<YamlNode> documents);

    /**
     * Checks and compiles all that was added.
     *
     * @param lists the items of a list of the users' Falco files; null if there is no such list
     * @return every rule, in order
     */
    List<Outcome> compile(
        ConditionCompiler compiler, Function<String, @Nullable List<String>> lists);
  }

  /** What became of a rule of a file. */
  sealed interface Outcome {
    SourceFile file();

    record Loaded(SourceFile file, Rule rule) implements Outcome {}

    /**
     * Not loaded, since what it asks for does not exist here.
     *
     * @param reason the same words for the same cause
     */
    record Unsupported(SourceFile file, String reason) implements Outcome {}

    /** It has an error, which was reported. */
    record Wrong(SourceFile file) implements Outcome {}
  }
}
