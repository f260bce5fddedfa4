package io.sentineledge.state;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Answers of imagined name servers. */
final class DnsMessages {
  private static final int A = 1;
  private static final int CNAME = 5;
  private static final int AAAA = 28;
  private static final int POINTER = 0xc000;
  private static final int HEADER = 12;

  private final ByteArrayOutputStream question = new ByteArrayOutputStream();
  private final List<byte[]> records = new ArrayList<>();
  private int flags = 0x8180;

  /** An answer to a question for a name. */
  static DnsMessages to(String name) {
    DnsMessages message = new DnsMessages();
    message.question.writeBytes(name(name));
    message.question.writeBytes(new byte[] {0, A, 0, 1});
    return message;
  }

  /** A name's labels. */
  static byte[] name(String name) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String label : name.split("\\.")) {
      byte[] bytes = label.getBytes(StandardCharsets.ISO_8859_1);
      out.write(bytes.length);
      out.writeBytes(bytes);
    }
    out.write(0);
    return out.toByteArray();
  }

  /** A pointer to a place in the message; the question's name is at 12. */
  static byte[] pointer(int at) {
    return new byte[] {(byte) ((POINTER | at) >> 8), (byte) at};
  }

  DnsMessages flags(int value) {
    flags = value;
    return this;
  }

  DnsMessages record(byte[] owner, int type, int seconds, byte[] data) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(owner);
    out.writeBytes(new byte[] {0, (byte) type, 0, 1});
    out.writeBytes(
        new byte[] {
          (byte) (seconds >> 24), (byte) (seconds >> 16), (byte) (seconds >> 8), (byte) seconds
        });
    out.writeBytes(new byte[] {(byte) (data.length >> 8), (byte) data.length});
    out.writeBytes(data);
    records.add(out.toByteArray());
    return this;
  }

  /** An address of the name that was asked for. */
  DnsMessages address(int seconds, int... bytes) {
    return address(pointer(HEADER), seconds, bytes);
  }

  DnsMessages address(byte[] owner, int seconds, int... bytes) {
    byte[] data = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      data[i] = (byte) bytes[i];
    }
    return record(owner, bytes.length == 4 ? A : AAAA, seconds, data);
  }

  DnsMessages alias(byte[] owner, String target) {
    return record(owner, CNAME, 60, name(target));
  }

  byte[] build() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(
        new byte[] {
          0x12, 0x34, (byte) (flags >> 8), (byte) flags, 0, 1, 0, (byte) records.size(), 0, 0, 0, 0
        });
    out.writeBytes(question.toByteArray());
    records.forEach(out::writeBytes);
    return out.toByteArray();
  }
}
