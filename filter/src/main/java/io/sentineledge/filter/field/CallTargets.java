package io.sentineledge.filter.field;

import io.sentineledge.event.EventType;
import io.sentineledge.event.EventView;
import io.sentineledge.event.RecordLayout.Header;
import io.sentineledge.event.RecordLayout.Syscall;
import io.sentineledge.filter.field.CallArgument.Kind;
import io.sentineledge.state.EventContext;
import io.sentineledge.state.ProcessImage;
import org.jspecify.annotations.Nullable;

/** The process that a call names by a number or by a descriptor. */
final class CallTargets {
  private CallTargets() {}

  /** The argument that names a process, or null. */
  static @Nullable CallArgument argument(EventType type) {
    for (CallArgument argument : CallTable.of(type)) {
      if (argument.kind() == Kind.PROCESS || argument.kind() == Kind.TARGET) {
        return argument;
      }
    }
    return null;
  }

  /** Process id in the initial pid namespace; {@link NumberSource#MISSING} if it is not known. */
  static long pid(EventContext context, CallArgument argument) {
    EventView event = context.event();
    int pid =
        argument.kind() == Kind.TARGET
            ? event.u32(Syscall.TARGET_PID)
            : numbersAreGlobal(event) ? event.u32(CallArguments.field(argument.at())) : 0;
    return pid > 0 ? pid : NumberSource.MISSING;
  }

  static @Nullable ProcessImage image(EventContext context, CallArgument argument) {
    return argument.kind() == Kind.TARGET
        ? behindDescriptor(context)
        : process(context, context.event().u32(CallArguments.field(argument.at())));
  }

  /** A process by the caller's number for it. */
  static @Nullable ProcessImage process(EventContext context, long pid) {
    return pid > 0 && numbersAreGlobal(context.event())
        ? context.processes().current((int) pid)
        : null;
  }

  static @Nullable ProcessImage behindDescriptor(EventContext context) {
    EventView event = context.event();
    int pid = event.u32(Syscall.TARGET_PID);
    return pid == 0 ? null : context.processes().current(pid, event.u64(Syscall.TARGET_START));
  }

  /** A process has its global number in its own pid namespace only where that is the first one. */
  private static boolean numbersAreGlobal(EventView event) {
    return event.u32(Header.VPID) == event.u32(Header.PID);
  }
}
