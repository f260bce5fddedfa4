package io.sentineledge.state;

import io.sentineledge.event.Text;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * Numbers and names of files between the kernel, stat(2) and Java. Names keep their bytes whatever
 * the locale: Java decodes them with the locale's charset, but not in a URI.
 */
final class HostFiles {
  private static final String UNESCAPED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/._-";

  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private HostFiles() {}

  /**
   * The kernel's own encoding of a device, major &lt;&lt; 20 | minor, from that of stat(2) and of
   * /proc/PID/stat: from the lowest bit, 8 bits of the minor number, 12 of the major, the 12 others
   * of the minor.
   */
  static int kernelDevice(long device) {
    int encoded = (int) device;
    int major = (encoded >>> 8) & 0xfff;
    int minor = (encoded & 0xff) | ((encoded >>> 12) & 0xfff00);
    return (major << 20) | minor;
  }

  /** An absolute path with these bytes. */
  static Path path(Text name) {
    StringBuilder uri = new StringBuilder("file:///");
    for (int i = 0; i < name.length(); i++) {
      byte value = name.at(i);
      if (UNESCAPED.indexOf(value) >= 0) {
        uri.append((char) value);
      } else {
        uri.append('%').append(HEX.toHexDigits(value));
      }
    }
    return Path.of(URI.create(uri.toString()));
  }

  /**
   * The bytes of an absolute path, without a slash at its end. The JDK looks at the file for it, so
   * this may wait for a file system.
   */
  static byte[] bytes(Path path) {
    String raw = path.toUri().getRawPath();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int end = raw.length() > 1 && raw.endsWith("/") ? raw.length() - 1 : raw.length();
    for (int i = 0; i < end; i++) {
      char c = raw.charAt(i);
      if (c == '%') {
        bytes.write(Integer.parseInt(raw, i + 1, i + 3, 16));
        i += 2;
      } else {
        bytes.write(c);
      }
    }
    return bytes.toByteArray();
  }
}
