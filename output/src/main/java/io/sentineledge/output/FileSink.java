package io.sentineledge.output;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/** Lines in a file that is rotated; a batch is one write. */
public final class FileSink implements RecordSink {
  private final RotatingFile file;

  public FileSink(RotatingFile file) {
    this.file = file;
  }

  @Override
  public void write(List<byte[]> records) throws IOException {
    ByteArrayOutputStream batch = new ByteArrayOutputStream();
    records.forEach(batch::writeBytes);
    file.write(batch.toByteArray());
  }

  @Override
  public void close() {
    file.close();
  }
}
