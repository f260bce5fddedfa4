package io.sentineledge.filter.field;

import static io.sentineledge.filter.field.FieldType.BOOL;
import static io.sentineledge.filter.field.FieldType.NUMBER;
import static io.sentineledge.filter.field.FieldType.TEXT;

import io.sentineledge.event.EventType;
import io.sentineledge.event.EventView;
import io.sentineledge.event.RecordLayout.Ptrace;
import io.sentineledge.state.EventContext;
import io.sentineledge.state.ProcessImage;
import org.jspecify.annotations.Nullable;

/** {@code target.*}: the process that a call did something to. */
final class TargetFields {
  private static final String WHEN =
      " In ptrace events that attached to a process, and calls that name one, such as kill.";

  private TargetFields() {}

  static void define(FieldSet fields) {
    number(
        fields,
        "target.pid",
        NUMBER,
        "Process id of the process that the call is about, in the initial pid namespace.",
        TargetFields::pid);
    text(fields, "target.name", "proc.name of that process.", p -> p.name);
    text(fields, "target.exepath", "proc.exepath of that process.", p -> Lineage.known(p.exePath));
    text(fields, "target.cmdline", "proc.cmdline of that process.", p -> p.commandLine());
    number(
        fields,
        "target.is_own",
        BOOL,
        "Whether that process is a child of the caller, as under a debugger, or the one that the"
            + " caller was forked from, if neither has executed a program since.",
        event -> {
          ProcessImage target = target(event);
          ProcessImage caller = event.process();
          return target == null || caller == null
              ? NumberSource.MISSING
              : isOwn(caller, target) ? 1 : 0;
        });
  }

  private static void number(
      FieldSet fields, String name, FieldType type, String description, NumberSource source) {
    fields.add(name, type, description + WHEN, whereThereIsOne(source));
  }

  private static void text(
      FieldSet fields, String name, String description, AncestorTexts property) {
    TextSource source =
        event -> {
          ProcessImage image = target(event);
          return image == null ? null : property.of(image);
        };
    fields.add(name, TEXT, description + WHEN, whereThereIsOne(source));
  }

  private static Field.Factory whereThereIsOne(Source source) {
    return (type, argument) ->
        type == EventType.PTRACE || CallTargets.argument(type) != null ? source : null;
  }

  private static long pid(EventContext context) {
    CallArgument argument = CallTargets.argument(context.event().type());
    if (argument != null) {
      return CallTargets.pid(context, argument);
    }
    int pid = context.event().u32(Ptrace.TARGET_PID);
    return pid == 0 ? NumberSource.MISSING : pid;
  }

  private static @Nullable ProcessImage target(EventContext context) {
    EventView event = context.event();
    CallArgument argument = CallTargets.argument(event.type());
    if (argument != null) {
      return CallTargets.image(context, argument);
    }
    int pid = event.u32(Ptrace.TARGET_PID);
    return pid == 0 ? null : context.processes().current(pid, event.u64(Ptrace.TARGET_START));
  }

  private static boolean isOwn(ProcessImage caller, ProcessImage target) {
    return isForkOf(target, caller)
        || (isForkOf(caller, target)
            && caller.generation == target.generation
            && caller.exeInode == target.exeInode
            && caller.exeDevice == target.exeDevice);
  }

  private static boolean isForkOf(ProcessImage child, ProcessImage parent) {
    ProcessImage creator = child.creator();
    return creator != null && creator.sameProcess(parent);
  }
}
