package io.sentineledge.filter.field;

import static io.sentineledge.filter.field.FieldType.BOOL;

import io.sentineledge.event.EventType;
import io.sentineledge.event.EventView;
import io.sentineledge.event.RecordFlag;
import io.sentineledge.event.RecordLayout.Header;
import io.sentineledge.event.RecordLayout.Inode;
import io.sentineledge.event.RecordLayout.Ptrace;
import io.sentineledge.event.RecordLayout.Syscall;
import io.sentineledge.event.Text;
import io.sentineledge.state.EventContext;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is done by the agent and to it. It is known by its process id: while it looks at an event,
 * no other process can have that.
 */
final class AgentFields {
  private AgentFields() {}

  static void define(FieldSet fields) {
    fields.bool(
        "proc.is_agent",
        "Whether the process is this agent, whatever it is called.",
        event -> bit(event.agent().isProcess(event.event().u32(Header.PID))));
    fields.add(
        "target.is_agent",
        BOOL,
        "Whether the process that the call is about is this agent, by whatever number; of bpf,"
            + " whether the program, map or link is one that this agent holds.",
        (type, argument) -> target(type));
    fields.add(
        "file.of_agent",
        BOOL,
        "Whether the file is one of this agent's process, below /proc: its memory, its settings; or"
            + " one by which its control group, or one above that, is frozen or killed, or by which"
            + " its own is limited.",
        (type, argument) -> file(type));
  }

  private static @Nullable NumberSource target(EventType type) {
    CallArgument argument = CallTargets.argument(type);
    if (type == EventType.PTRACE) {
      return target(event -> event.agent().isProcess(event.event().u32(Ptrace.TARGET_PID)));
    }
    if (type == EventType.BPF) {
      return target(event -> {
        EventView view = event.event();
        return event.agent().holds(view.u32(Syscall.OBJECT_KIND), view.u32(Syscall.OBJECT_ID));
      });
    }
    return argument == null ? null : target(event -> isNamed(event, argument));
  }

  private static NumberSource target(Predicate<EventContext> known) {
    return event -> bit(event.event().flag(RecordFlag.OF_AGENT) || known.test(event));
  }

  /** By the number of the process, or of a thread, which no process has. */
  private static boolean isNamed(EventContext event, CallArgument argument) {
    long number = CallTargets.pid(event, argument);
    return event.agent().isProcess(number)
        || (CallTargets.image(event, argument) == null && event.agent().is(number));
  }

  private static @Nullable NumberSource file(EventType type) {
    int path = FileNameSources.path(type);
    int inode = FileNameSources.inode(type);
    Text text = new Text();
    if (path < 0 || inode < 0) {
      return null;
    }
    return event -> {
      EventView view = event.event();
      return bit(
          view.flag(RecordFlag.OF_AGENT)
              || (view.hostPath(path, text) && event.agent().hasBelowProc(text))
              || event
                  .agent()
                  .isControlledBy(view.u32(inode + Inode.DEV), view.u64(inode + Inode.INO)));
    };
  }

  private static long bit(boolean value) {
    return value ? 1 : 0;
  }
}
