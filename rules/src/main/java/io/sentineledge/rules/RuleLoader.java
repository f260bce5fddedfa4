package io.sentineledge.rules;

import io.sentineledge.event.Text;
import io.sentineledge.filter.ConditionCompiler;
import io.sentineledge.rules.RuleCompiler.Compiled;
import io.sentineledge.rules.RuleReport.FileReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Loads rules from the box, from files and from folders, in the order in which they are added.
 * Errors are collected, not thrown: {@link Result#diagnostics} tells whether the rules may be used.
 *
 * <p>For one load and one thread.
 */
public final class RuleLoader {
  private final Diagnostics diagnostics = new Diagnostics();
  private final SourceReader sources = new SourceReader(diagnostics);
  private final Definitions shipped = new Definitions(Namespace.SHIPPED);
  private final Definitions user = new Definitions(Namespace.USER);
  private final Map<SourceFile, FileInfo> files = new LinkedHashMap<>();
  private final Set<Path> known = new HashSet<>();
  private final Set<Text> paths = new LinkedHashSet<>();
  private final ConditionCompiler compiler = new ConditionCompiler(paths::add);
  private final Map<Definitions, List<Compiled>> compiled = new HashMap<>();

  /** The users' lists as Sigma rules ask for them, once they do. */
  private final Map<String, List<String>> lists = new HashMap<>();

  private final RuleFormat sigma =
      ServiceLoader.load(RuleFormat.class, RuleLoader.class.getClassLoader())
          .findFirst()
          .orElseThrow();
  private final RuleFormat.Loading loading = sigma.begin(diagnostics);

  /**
   * A file.
   *
   * @param definitions null if it holds Sigma rules alone
   */
  private record FileInfo(@Nullable Definitions definitions, @Nullable EngineVersion engine) {}

  /**
   * What was loaded.
   *
   * @param rules those without an error
   */
  public record Result(RuleSet rules, Diagnostics diagnostics, RuleReport report) {}

  /** Adds the rules in the box, and compiles them: nothing in other files changes them. */
  public RuleLoader addShipped() {
    for (ShippedRules.Parsed parsed : ShippedRules.read()) {
      add(parsed.file(), parsed.documents(), shipped);
    }
    compiled.put(shipped, compile(shipped));
    return this;
  }

  /**
   * Adds a file, or the files of a folder and the folders in it: those whose names end in {@code
   * .yaml} or {@code .yml}, sorted by name, without what is hidden. What cannot be read is an
   * error. A file is read once, however often it is added.
   */
  public RuleLoader add(Path path) {
    return add(path, true);
  }

  /** The same with what need not be there: nothing is told of a folder that is missing or empty. */
  public RuleLoader addIfThere(Path path) {
    return Files.exists(path) ? add(path, false) : this;
  }

  private RuleLoader add(Path path, boolean needed) {
    if (!Files.isDirectory(path)) {
      addFile(path);
      return this;
    }
    try {
      List<Path> files = RuleFolder.files(path);
      if (needed && files.isEmpty()) {
        diagnostics.warning(
            Location.of(new SourceFile(path.toString(), "")),
            "folder '" + path + "' holds no rule files",
            path.toString(),
            "Rule files end in .yaml or .yml.");
      }
      files.forEach(this::addFile);
    } catch (IOException | UncheckedIOException e) {
      user.incomplete = true;
      sources.unreadable(path, e);
    }
    return this;
  }

  private void addFile(Path path) {
    if (known.add(real(path))) {
      read(sources.read(path), user);
    }
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path.toAbsolutePath();
    }
  }

  /** Adds the text of a file, as if it were one of the users' files. */
  public RuleLoader addText(String name, String text) {
    return addText(Namespace.USER, name, text);
  }

  RuleLoader addText(Namespace namespace, String name, String text) {
    Definitions definitions = namespace == Namespace.USER ? user : shipped;
    read(sources.decode(name, text.getBytes(StandardCharsets.UTF_8)), definitions);
    return this;
  }

  private void read(@Nullable SourceFile file, Definitions definitions) {
    List<YamlNode> documents = file == null ? null : YamlReader.read(file, diagnostics);
    if (file == null || documents == null) {
      definitions.incomplete = true;
      return;
    }
    add(file, documents, definitions);
  }

  private void add(SourceFile file, List<YamlNode> documents, Definitions definitions) {
    List<YamlNode> others = documents.stream().filter(sigma::accepts).toList();
    if (!others.isEmpty()) {
      loading.add(file, others);
      if (others.size() == documents.size()) {
        files.put(file, new FileInfo(null, null));
        return;
      }
    }
    RuleFileReader reader = new RuleFileReader(definitions, diagnostics);
    reader.read(documents.stream().filter(document -> !others.contains(document)).toList());
    files.put(file, new FileInfo(definitions, reader.requiredEngine()));
  }

  /** Checks and compiles all that was added. */
  public Result load() {
    List<Rule> rules = new ArrayList<>();
    for (Definitions definitions : List.of(shipped, user)) {
      compiled.computeIfAbsent(definitions, this::compile).stream()
          .map(Compiled::rule)
          .filter(Objects::nonNull)
          .forEach(rules::add);
    }
    List<RuleFormat.Outcome> others = loading.compile(compiler, this::items);
    Map<SourceFile, List<RuleFormat.Outcome>> byFile = new HashMap<>();
    for (RuleFormat.Outcome outcome : others) {
      byFile.computeIfAbsent(outcome.file(), file -> new ArrayList<>()).add(outcome);
      if (outcome instanceof RuleFormat.Outcome.Loaded loaded) {
        rules.add(loaded.rule());
      }
    }
    List<FileReport> reports = new ArrayList<>();
    files.forEach((file, info) -> {
      List<RuleFormat.Outcome> here = byFile.getOrDefault(file, List.of());
      reports.add(
          info.definitions == null
              ? RuleReports.count(file, here)
              : RuleReports.count(
                  file,
                  info.definitions,
                  compiled.getOrDefault(info.definitions, List.of()),
                  info.engine,
                  here));
    });
    return new Result(new RuleSet(rules, paths), diagnostics, new RuleReport(reports));
  }

  private List<Compiled> compile(Definitions definitions) {
    return new RuleCompiler(definitions, compiler, diagnostics).compile();
  }

  /** The items of one of the users' lists; null if there is none of that name. */
  private @Nullable List<String> items(String name) {
    ListDefinition list = user.lists.get(name);
    if (list == null) {
      return null;
    }
    list.used = true;
    if (lists.isEmpty()) {
      new ListResolver(user, diagnostics)
          .resolve()
          .forEach(named -> lists.put(named.name(), named.items()));
    }
    return lists.get(name);
  }
}
