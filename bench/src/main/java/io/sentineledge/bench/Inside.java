package io.sentineledge.bench;

import java.io.IOException;
import java.nio.file.Path;

/** The benchmarks of the agent's inside, one after the other. */
public final class Inside {
  private Inside() {}

  /** Argument: folder of the compiled C tools. */
  public static void main(String[] args) throws IOException {
    ReaderBenchmark.run(Path.of(args[0]));
  }
}
