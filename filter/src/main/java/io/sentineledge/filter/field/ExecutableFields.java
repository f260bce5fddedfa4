package io.sentineledge.filter.field;

import static io.sentineledge.filter.field.FieldType.BOOL;
import static io.sentineledge.filter.field.FieldType.DURATION;
import static io.sentineledge.filter.field.FieldType.TEXT;
import static io.sentineledge.filter.field.FieldType.TIME;
import static io.sentineledge.filter.field.Lineage.process;
import static io.sentineledge.filter.field.Lineage.processNumber;

import io.sentineledge.event.EventType.Family;
import io.sentineledge.event.RecordLayout.Exec;
import io.sentineledge.event.Text;
import io.sentineledge.state.ProcessImage;

/** {@code proc.*}: the executable of a process, and what its descriptors 0 to 2 were at exec. */
final class ExecutableFields {
  private static final long MISSING = NumberSource.MISSING;
  private static final String[] DESCRIPTORS = {
    "closed", "file", "dir", "pipe", "tty", "null", "char", "block", "unix", "ipv4", "ipv6",
    "socket", "other"
  };
  private static final Text[] DESCRIPTOR_KINDS = new Text[DESCRIPTORS.length];

  static {
    for (int i = 0; i < DESCRIPTORS.length; i++) {
      DESCRIPTOR_KINDS[i] = Text.of(DESCRIPTORS[i]);
    }
  }

  private ExecutableFields() {}

  static void define(FieldSet fields) {
    executable(fields);
    descriptors(fields);
  }

  private static void executable(FieldSet fields) {
    fields.bool(
        "proc.is_exepath_true",
        "Whether the executable is the one that proc.exepath names in the host, or of a container's"
            + " image; not so in mounts of the user's own, where any file can bear any name.",
        e -> {
          ProcessImage image = e.process();
          return image == null ? MISSING : e.isExePathTrue(image) ? 1 : 0;
        });
    flag(
        fields,
        "proc.is_exe_writable",
        "Whether the user could write the executable.",
        p -> p.exeWritable ? 1 : 0);
    flag(
        fields,
        "proc.is_exe_upper_layer",
        "Whether the executable lies in the upper layer of an overlay: it is not part of a"
            + " container's image.",
        p -> p.exeUpperLayer ? 1 : 0);
    flag(
        fields,
        "proc.is_exe_from_memfd",
        "Whether the executable is a memfd: it exists in memory alone.",
        p -> p.exeMemfd ? 1 : 0);
    flag(
        fields,
        "proc.is_exe_unlinked",
        "Whether the executable had been removed from its directory.",
        p -> p.exeUnlinked ? 1 : 0);
    fields.number(
        "proc.exe_ino",
        "Inode number of the executable.",
        processNumber(p -> p.exeInode == 0 ? MISSING : p.exeInode));
    fields.number(
        "proc.exe_ino.ctime",
        TIME,
        "Last change of the executable's inode.",
        processNumber(p -> p.exeCtime == 0 ? MISSING : p.exeCtime));
    fields.number(
        "proc.exe_ino.mtime",
        TIME,
        "Last change of the executable's content.",
        processNumber(p -> p.exeMtime == 0 ? MISSING : p.exeMtime));
    fields.number(
        "proc.exe_ino.ctime_duration_proc_start",
        DURATION,
        "Time between the last change of the executable's inode and the start of the process.",
        e -> {
          ProcessImage p = e.process();
          return p == null || p.exeCtime == 0 ? MISSING : p.start + e.bootTime() - p.exeCtime;
        });
  }

  private static void flag(
      FieldSet fields, String name, String description, AncestorNumbers property) {
    fields.number(name, BOOL, description, processNumber(property));
  }

  private static void descriptors(FieldSet fields) {
    String kinds = String.join(", ", DESCRIPTORS);
    descriptor(fields, "proc.stdin.type", "standard input", kinds, p -> p.stdin);
    descriptor(fields, "proc.stdout.type", "standard output", kinds, p -> p.stdout);
    descriptor(fields, "proc.stderr.type", "standard error", kinds, p -> p.stderr);
    fields.add(
        "proc.stdio.remote",
        TEXT,
        "Remote end of the first socket among descriptors 0, 1 and 2, as address:port or as the"
            + " path of a unix socket. In exec events.",
        (type, argument) -> {
          if (type.family() != Family.EXEC) {
            return null;
          }
          SocketText text = new SocketText(Exec.SOCKET);
          TextSource remote = event -> text.remote(event.event());
          return remote;
        });
  }

  private static void descriptor(
      FieldSet fields, String name, String which, String kinds, AncestorNumbers kind) {
    fields.text(
        name,
        "What " + which + " was at exec: one of " + kinds + ".",
        process(p -> {
          int index = (int) kind.of(p);
          return index >= 0 && index < DESCRIPTOR_KINDS.length ? DESCRIPTOR_KINDS[index] : null;
        }));
  }
}
