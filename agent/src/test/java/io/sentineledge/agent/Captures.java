package io.sentineledge.agent;

import io.sentineledge.sensor.SyntheticSource;
import io.sentineledge.sensor.capture.CaptureWriter;
import io.sentineledge.sensor.capture.Machine;
import io.sentineledge.sensor.capture.RecordingSource;
import io.sentineledge.sensor.capture.TaskArguments;
import java.nio.file.Path;

/** Recordings of records that a test made. */
final class Captures {
  private Captures() {}

  /** Writes a whole one. */
  static void write(Path file, Machine machine, SyntheticSource events) {
    try (CaptureWriter writer = new CaptureWriter(file, machine, false, Long.MAX_VALUE, 0);
        RecordingSource source =
            new RecordingSource(
                events, writer, () -> 0, new TaskArguments((pid, start, name) -> null), true)) {
      source.listTasks((_, _, _, _) -> {});
      while (!source.exhausted()) {
        source.poll((_, _, _, _) -> {});
      }
      writer.totals(source.accounting(), true);
    }
  }
}
