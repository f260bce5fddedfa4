package io.sentineledge.sensor.capture;

import io.sentineledge.event.EventType;
import io.sentineledge.event.RecordLayout;
import io.sentineledge.event.RecordLayout.Asked;
import io.sentineledge.event.RecordLayout.Chdir;
import io.sentineledge.event.RecordLayout.Exec;
import io.sentineledge.event.RecordLayout.Fs;
import io.sentineledge.event.RecordLayout.Header;
import io.sentineledge.event.RecordLayout.Net;
import io.sentineledge.event.RecordLayout.Open;
import io.sentineledge.event.RecordLayout.Path;
import io.sentineledge.event.RecordLayout.Socket;
import io.sentineledge.event.RecordLayout.Span;
import io.sentineledge.event.RecordLayout.Syscall;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * Whether a record is as the kernel programs make them: then a view of it can neither read beyond
 * it nor need more room for its names than a record can ask for. Allocates nothing.
 */
final class RecordCheck {
  /** Where the spans of a type's records are; those of paths come first. */
  private static final class Shape {
    final int body;
    final int paths;
    final int[] spans;

    Shape(int body, int paths, int... spans) {
      this.body = body;
      this.paths = paths;
      this.spans = spans;
    }
  }

  private static final @Nullable Shape[] SHAPES = new @Nullable Shape[EventType.COUNT];

  static {
    for (EventType type : EventType.values()) {
      SHAPES[type.id()] =
          switch (type.family()) {
            case EXEC ->
                new Shape(
                    Exec.BYTES,
                    3,
                    Exec.EXE,
                    Exec.CWD,
                    Exec.ASKED + Asked.BASE,
                    Exec.ASKED + Asked.TEXT,
                    Exec.ASKED + Asked.OTHER,
                    Exec.INTERP,
                    Exec.ARGS,
                    Exec.ENV,
                    Exec.SOCKET + Socket.LPATH,
                    Exec.SOCKET + Socket.RPATH);
            case FORK -> new Shape(RecordLayout.Fork.BYTES, 0);
            case EXIT -> new Shape(RecordLayout.Exit.BYTES, 0);
            case COMM -> new Shape(RecordLayout.Comm.BYTES, 0);
            case PTRACE -> new Shape(RecordLayout.Ptrace.BYTES, 0);
            case CHDIR ->
                new Shape(
                    Chdir.BYTES,
                    2,
                    Chdir.CWD,
                    Chdir.ASKED + Asked.BASE,
                    Chdir.ASKED + Asked.TEXT,
                    Chdir.ASKED + Asked.OTHER);
            case NET ->
                new Shape(
                    Net.BYTES,
                    0,
                    Net.SOCKET + Socket.LPATH,
                    Net.SOCKET + Socket.RPATH,
                    Net.MESSAGE,
                    Net.BEGUN,
                    Net.ENDED);
            case OPEN ->
                new Shape(
                    Open.BYTES,
                    2,
                    Open.PATH,
                    Open.ASKED + Asked.BASE,
                    Open.ASKED + Asked.TEXT,
                    Open.ASKED + Asked.OTHER);
            case FS ->
                new Shape(
                    Fs.BYTES,
                    3,
                    Fs.PATH,
                    Fs.ASKED + Asked.BASE,
                    Fs.TARGET + Asked.BASE,
                    Fs.ASKED + Asked.TEXT,
                    Fs.ASKED + Asked.OTHER,
                    Fs.TARGET + Asked.TEXT,
                    Fs.TARGET + Asked.OTHER);
            case CALL ->
                new Shape(
                    Syscall.BYTES,
                    3,
                    Syscall.PATH,
                    Syscall.ASKED + Asked.BASE,
                    Syscall.TARGET + Asked.BASE,
                    Syscall.ASKED + Asked.TEXT,
                    Syscall.ASKED + Asked.OTHER,
                    Syscall.TARGET + Asked.TEXT,
                    Syscall.TARGET + Asked.OTHER,
                    Syscall.FIRST,
                    Syscall.SECOND);
          };
    }
  }

  private RecordCheck() {}

  /**
   * Bytes that the record takes, padding included, if its size can be believed; else 0.
   *
   * @param end of the records in the segment
   */
  static int length(MemorySegment segment, long at, long end) {
    long left = end - at;
    if (left < Header.BYTES) {
      return 0;
    }
    int size = segment.get(CaptureFormat.U32, at + Header.SIZE);
    boolean fits =
        size >= Header.BYTES
            && size <= CaptureFormat.MAX_RECORD
            && CaptureFormat.padded(size) <= left;
    return fits ? CaptureFormat.padded(size) : 0;
  }

  /** Whether the record is sound; its size is. */
  static boolean isSound(MemorySegment segment, long at) {
    int size = segment.get(CaptureFormat.U32, at + Header.SIZE);
    int type = u16(segment, at + Header.TYPE);
    Shape shape = type < SHAPES.length ? SHAPES[type] : null;
    if (shape == null || size < shape.body) {
      return false;
    }
    int used = 0;
    for (int i = 0; i < shape.spans.length; i++) {
      long span = at + shape.spans[i];
      int both = segment.get(CaptureFormat.U32, span + Span.OFF); // the length is in the upper half
      if ((both & 0xffff) == 0) {
        continue;
      }
      int offset = both & 0xffff;
      int length = both >>> Short.SIZE;
      if (offset < shape.body || offset + length > size) {
        return false;
      }
      if (i < shape.paths
          && !isPath(segment, at + offset, length, u16(segment, span + Path.ROOT))) {
        return false;
      }
      used += length;
    }
    // Bytes belong to one span each, which bounds what decoding all of them takes
    return used <= size - shape.body;
  }

  /** Whether components end, and the root lies between two of them. */
  private static boolean isPath(MemorySegment segment, long at, int length, int root) {
    if (length > 0 && segment.get(ValueLayout.JAVA_BYTE, at + length - 1) != 0) {
      return false;
    }
    return root == RecordLayout.ROOT_NOT_MET
        || root == 0
        || (root <= length && segment.get(ValueLayout.JAVA_BYTE, at + root - 1) == 0);
  }

  private static int u16(MemorySegment segment, long at) {
    return Short.toUnsignedInt(segment.get(CaptureFormat.U16, at));
  }
}
