package io.sentineledge.fuzz;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Each input that once failed, and each that fuzzing begins with, is read within the limits. */
class RegressionTest {
  private static final Path INPUTS = Path.of("src/test/resources/io/sentineledge/fuzz");

  private static final Map<String, Limits.Reader> TARGETS =
      Map.of(
          "rules", RuleFileFuzzer::fuzzerTestOneInput,
          "conditions", ConditionFuzzer::fuzzerTestOneInput,
          "sigma", SigmaFuzzer::fuzzerTestOneInput,
          "captures", CaptureFuzzer::fuzzerTestOneInput);

  @TempDir private Path folder = Path.of("");

  @TestFactory
  Stream<DynamicTest> inputs() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(INPUTS)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    assertFalse(files.isEmpty());
    return files.stream()
        .map(file -> DynamicTest.dynamicTest(INPUTS.relativize(file).toString(), () -> read(file)));
  }

  private static void read(Path file) throws Exception {
    Limits.Reader reader = TARGETS.get(INPUTS.relativize(file).getName(0).toString());
    if (reader == null) {
      throw new AssertionError("no target for " + file);
    }
    reader.read(Files.readAllBytes(file));
  }

  @Test
  void theCaptureThatFuzzingBeginsWith() throws Exception {
    Path file = folder.resolve("seed");
    CaptureSeed.write(file);
    CaptureFuzzer.fuzzerTestOneInput(Files.readAllBytes(file));
  }
}
