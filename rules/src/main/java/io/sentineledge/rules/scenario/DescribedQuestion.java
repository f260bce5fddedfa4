package io.sentineledge.rules.scenario;

import io.sentineledge.rules.scenario.Value.BadValue;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** What a described event asks a name server. */
final class DescribedQuestion {
  private static final int LONGEST_LABEL = 63;
  private static final byte[] HEADER = {0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0};
  private static final int ADDRESS = 1;

  private String name = "";
  private int type = ADDRESS;

  void name(String wanted) throws BadValue {
    for (String label : wanted.split("\\.", -1)) {
      int size = label.getBytes(StandardCharsets.UTF_8).length;
      if (size == 0 || size > LONGEST_LABEL) {
        throw new BadValue(
            "'" + wanted + "' is no name that can be asked for",
            "Write 1 to " + LONGEST_LABEL + " characters between dots, as in www.example.");
      }
    }
    name = wanted;
  }

  void type(int wanted) {
    type = wanted;
  }

  /** The message, as it is sent by UDP. */
  byte[] toBytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(HEADER);
    if (!name.isEmpty()) {
      for (String label : name.split("\\.")) {
        byte[] bytes = label.getBytes(StandardCharsets.UTF_8);
        out.write(bytes.length);
        out.writeBytes(bytes);
      }
    }
    out.writeBytes(new byte[] {0, (byte) (type >> 8), (byte) type, 0, 1});
    return out.toByteArray();
  }
}
