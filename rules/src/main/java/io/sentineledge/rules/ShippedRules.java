package io.sentineledge.rules;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The rules in the box. The build parses them and puts the nodes beside them ({@link NodeCodec}):
 * to read YAML, with code that runs for the first time, would be a fifth of the agent's start.
 */
public final class ShippedRules {
  private static final String PARSED = "parsed";

  private ShippedRules() {}

  /** One of the files. */
  record Parsed(SourceFile file, List<YamlNode> documents) {}

  /** What the build has parsed. */
  static List<Parsed> read() {
    try (InputStream in = ShippedRules.class.getResourceAsStream("shipped/" + PARSED)) {
      byte[] bytes = Objects.requireNonNull(in, "the shipped rules were not built").readAllBytes();
      return NodeCodec.read(bytes);
    } catch (IOException e) {
      throw new IllegalStateException("the shipped rules can't be read", e);
    }
  }

  /**
   * Parses files.
   *
   * @param folder with the files and an {@code index} of their names, one a line
   * @throws IllegalStateException if one has errors
   */
  static List<Parsed> parse(Path folder) throws IOException {
    Diagnostics diagnostics = new Diagnostics();
    SourceReader sources = new SourceReader(diagnostics);
    List<Parsed> parsed = new ArrayList<>();
    for (String name : Files.readAllLines(folder.resolve("index"))) {
      SourceFile file = sources.decode("shipped:" + name, Files.readAllBytes(folder.resolve(name)));
      List<YamlNode> documents = file == null ? null : YamlReader.read(file, diagnostics);
      if (file == null || documents == null) {
        throw new IllegalStateException(diagnostics.render(Severity.WARNING));
      }
      parsed.add(new Parsed(file, documents));
    }
    return parsed;
  }

  /**
   * A step of the build: parses the files of a folder, and puts the nodes there, too. What is there
   * already is not written again, or all modules that use this one would be compiled again.
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    Path file = folder.resolve(PARSED);
    byte[] nodes = NodeCodec.write(parse(folder));
    if (!Files.exists(file) || !Arrays.equals(nodes, Files.readAllBytes(file))) {
      Files.write(file, nodes);
    }
  }
}
