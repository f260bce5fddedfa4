package io.sentineledge.sensor.capture;

import io.sentineledge.event.EventType;
import io.sentineledge.event.EventView;
import io.sentineledge.event.RecordFlag;
import io.sentineledge.event.RecordLayout.Exec;
import io.sentineledge.event.RecordLayout.Header;
import io.sentineledge.event.RecordLayout.Span;
import io.sentineledge.event.Text;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Completes records of running processes: the kernel's listing cannot read arguments, and a capture
 * must not depend on the machine that it was made on.
 */
public final class TaskArguments {
  private final Reader reader;
  private final EventView view = new EventView();
  private final MemorySegment record =
      Arena.ofAuto().allocate(CaptureFormat.MAX_RECORD + Long.BYTES, Long.BYTES);

  /** Tells the arguments of a running process. */
  @FunctionalInterface
  public interface Reader {
    /**
     * The arguments, each ended by a zero byte; null if the process is gone.
     *
     * @param start of the process, ns of the boot clock
     * @param name the kernel's name of the process, which it must still have
     */
    @Nullable Text arguments(int pid, long start, Text name);
  }

  public TaskArguments(Reader reader) {
    this.reader = reader;
  }

  /** The record with its process's arguments; valid until the next call. */
  MemorySegment complete(MemorySegment memory, long offset) {
    view.wrap(memory, offset);
    int size = view.size();
    if (view.typeId() != EventType.TASK.id()
        || view.flag(RecordFlag.KTHREAD)
        || view.present(Exec.ARGS)) {
      return memory.asSlice(offset, size);
    }
    Text arguments = reader.arguments(view.pid(), view.start(), view.comm());
    if (arguments == null || arguments.isEmpty()) {
      return memory.asSlice(offset, size);
    }
    int fits = Math.min(arguments.length(), CaptureFormat.MAX_RECORD - 1 - size);
    MemorySegment.copy(memory, offset, record, 0, size);
    MemorySegment.copy(
        MemorySegment.ofArray(arguments.array()), arguments.offset(), record, size, fits);
    record.set(CaptureFormat.U16, Exec.ARGS + Span.OFF, (short) size);
    record.set(CaptureFormat.U16, Exec.ARGS + Span.LEN, (short) fits);
    if (fits < arguments.length()) {
      int flags = record.get(CaptureFormat.U16, Header.FLAGS) | RecordFlag.ARGS_CUT.bit();
      record.set(CaptureFormat.U16, Header.FLAGS, (short) flags);
    }
    record.set(CaptureFormat.U32, Header.SIZE, size + fits);
    return record.asSlice(0, size + fits);
  }
}
