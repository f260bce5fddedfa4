package io.sentineledge.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Keeps what it gets; takes nothing while it is told so. */
final class MemorySink implements RecordSink {
  final List<String> records = Collections.synchronizedList(new ArrayList<>());
  final List<Integer> batches = Collections.synchronizedList(new ArrayList<>());
  volatile boolean gone;

  @Override
  public void write(List<byte[]> some) throws IOException {
    if (gone) {
      throw new IOException("Connection refused");
    }
    batches.add(some.size());
    some.forEach(record -> records.add(new String(record, UTF_8)));
  }

  @Override
  public void close() {}
}
