package io.sentineledge.agent.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.Layout;
import io.sentineledge.output.RotatingFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Writes the log to a file. What can't be written is on stderr all the same. */
final class FileAppender extends AppenderBase<ILoggingEvent> {
  private final RotatingFile file;
  private final Layout<ILoggingEvent> layout;
  private final Consumer<String> onChange;
  private boolean failing;

  /**
   * @param onChange told why the file can't be written, or, once it can again, an empty text
   */
  FileAppender(RotatingFile file, Layout<ILoggingEvent> layout, Consumer<String> onChange) {
    this.file = file;
    this.layout = layout;
    this.onChange = onChange;
  }

  @Override
  protected void append(ILoggingEvent event) {
    try {
      file.write(layout.doLayout(event).getBytes(StandardCharsets.UTF_8));
      if (failing) {
        failing = false;
        onChange.accept("");
      }
    } catch (IOException e) {
      if (!failing) {
        failing = true;
        onChange.accept(file.path() + " can't be written: " + e);
      }
    }
  }
}
