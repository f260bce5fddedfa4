package io.sentineledge.rules.explain;

import io.sentineledge.event.EventType;
import io.sentineledge.event.EventType.Family;
import io.sentineledge.filter.Operand;
import io.sentineledge.filter.Operand.Call;
import io.sentineledge.filter.Operand.FieldReference;
import io.sentineledge.filter.Operand.Literal;
import io.sentineledge.filter.field.FieldUse;
import io.sentineledge.state.EventContext;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is known of an event of which some fields are told: those fields, what follows from them,
 * and what events of its type never have.
 */
final class ToldFields implements Explainer.Knowledge {
  private static final Set<String> BY_TYPE =
      Set.of(
          "evt.type",
          "evt.type.is",
          "syscall.type",
          "evt.category",
          "evt.dir",
          "evt.source",
          "evt.is_async",
          "evt.count",
          "fd.is_server");

  /** Names for the one path that a call is about. */
  private static final Set<String> PATH =
      Set.of(
          "fd.name",
          "fs.path.name",
          "file.path.host",
          "evt.arg[name]",
          "evt.arg[path]",
          "evt.arg[filename]",
          "evt.abspath");

  private static final Set<String> OF_PATH = Set.of("fd.directory", "fd.filename");
  private static final Set<String> OF_SOCKET =
      Set.of(
          "fd.cip",
          "fd.sip",
          "fd.lip",
          "fd.rip",
          "fd.cport",
          "fd.sport",
          "fd.lport",
          "fd.rport",
          "fd.cnet",
          "fd.snet",
          "fd.lnet",
          "fd.rnet",
          "fd.ip",
          "fd.net",
          "fd.port",
          "fd.proto",
          "fd.type",
          "fd.typechar",
          "fd.sockfamily",
          "evt.arg[tuple]",
          "evt.arg[addr]");

  /** Fields of which one tells the other. */
  private static final List<Set<String>> SAME =
      List.of(
          Set.of("proc.pname", "proc.aname[1]"),
          Set.of("proc.name", "proc.aname[0]"),
          Set.of("proc.pexe", "proc.aexe[1]"),
          Set.of("proc.exe", "proc.aexe[0]"),
          Set.of("proc.pexepath", "proc.aexepath[1]"),
          Set.of("proc.exepath", "proc.aexepath[0]"),
          Set.of("proc.pcmdline", "proc.acmdline[1]"),
          Set.of("proc.cmdline", "proc.acmdline[0]"),
          Set.of("proc.ppid", "proc.apid[1]"),
          Set.of("proc.pid", "proc.apid[0]"),
          Set.of("fs.path.source", "evt.arg[oldpath]"),
          Set.of("fs.path.target", "evt.arg[newpath]"),
          Set.of("fd.type", "fd.typechar"),
          Set.of("evt.rawtime", "evt.time"));

  /** What one field tells of others. */
  private static final Map<String, Set<String>> TELLS =
      Map.of(
          "proc.cmdline", Set.of("proc.name", "proc.args"),
          "proc.pcmdline", Set.of("proc.pname", "proc.aname[1]"),
          "evt.arg[flags]", Set.of("evt.is_open_read", "evt.is_open_write", "evt.rawarg[flags]"),
          "evt.rawres", Set.of("evt.res", "evt.failed", "evt.count.error"),
          "evt.res", Set.of("evt.failed", "evt.count.error"),
          "proc.asked", Set.of("evt.arg[filename]"));

  private final Set<String> told;

  /**
   * @param told fields with their arguments in brackets, those without a value too
   */
  ToldFields(Set<String> told, EventType type) {
    this.told = new HashSet<>(told);
    if (told.contains("fd.name") && type.family() == Family.NET) {
      this.told.addAll(OF_SOCKET);
    }
    if (told.stream().anyMatch(PATH::contains)) {
      this.told.addAll(PATH);
      this.told.addAll(OF_PATH);
    }
    for (Set<String> same : SAME) {
      if (told.stream().anyMatch(same::contains)) {
        this.told.addAll(same);
      }
    }
    TELLS.forEach((field, others) -> {
      if (told.contains(field)) {
        this.told.addAll(others);
      }
    });
    if (told.containsAll(Set.of("proc.name", "proc.args"))) {
      this.told.add("proc.cmdline");
    }
  }

  @Override
  public Explainer.Known of(Operand operand, EventContext event) {
    return switch (operand) {
      case Literal literal -> Explainer.Known.YES;
      case Call call ->
          call.arguments().stream().allMatch(each -> of(each, event) == Explainer.Known.YES)
              ? Explainer.Known.YES
              : Explainer.Known.NO;
      case FieldReference field -> of(field, event.event().type());
    };
  }

  private Explainer.Known of(FieldReference field, EventType type) {
    try {
      FieldUse use = FieldUse.of(field.name(), field.argument());
      String name = use.field().name();
      if (BY_TYPE.contains(name) || told.contains(use.toString()) || use.source(type) == null) {
        return Explainer.Known.YES;
      }
      boolean several = name.startsWith("proc.a") && use.argument() == null;
      boolean some = told.stream().anyMatch(each -> each.startsWith(name + "["));
      return several && some ? Explainer.Known.IF_TRUE : Explainer.Known.NO;
    } catch (FieldUse.BadUse e) {
      return Explainer.Known.NO;
    }
  }
}
