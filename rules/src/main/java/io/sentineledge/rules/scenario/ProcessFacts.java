package io.sentineledge.rules.scenario;

import io.sentineledge.event.PathFlag;
import io.sentineledge.event.RecordLayout.Asked;
import io.sentineledge.event.RecordLayout.Exec;
import io.sentineledge.event.RecordLayout.Header;
import io.sentineledge.event.RecordLayout.Inode;
import io.sentineledge.event.RecordLayout.Socket;
import io.sentineledge.event.RecordWriter;
import io.sentineledge.rules.scenario.Value.BadValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is said of one process. What is not said is absent, or as {@link #finish} derives it. */
final class ProcessFacts {
  private static final int COMM_BYTES = 15;
  private static final String NO_NAME = "unnamed";
  private static final int UPPER_LAYER = 3;
  private static final int EXECUTABLE = 0100755;

  /** No {@code enum se_fd_kind}: a descriptor of which nothing is said. */
  private static final int NO_KIND = 255;

  /** Numbers of the header by offset: what the process is, whatever program it runs. */
  Map<Integer, Long> header = new TreeMap<>();

  @Nullable Long start;
  @Nullable Long duration;
  @Nullable String cwd;
  @Nullable String threadName;
  Program program = new Program();

  /** Whether the present event says what program it is. */
  boolean restated;

  /** What an exec sets. */
  static final class Program {
    @Nullable Value name;
    @Nullable Value exe;
    @Nullable Value exePath;
    @Nullable Value asked;
    @Nullable Value script;
    @Nullable Value args;
    @Nullable Value commandLine;
    List<String> environment = new ArrayList<>();
    final int[] stdio = {NO_KIND, NO_KIND, NO_KIND};
    @Nullable End remote;
    boolean upperLayer;
    boolean memfd;
    boolean unlinked;
    @Nullable Boolean writable;
    long inode;
    long ctime;
    long mtime;

    // What finish() derives.
    String comm = NO_NAME;
    List<String> argv = List.of();

    private List<@Nullable Object> all() {
      return Arrays.asList(
          comm,
          argv,
          string(exePath),
          string(asked),
          string(script),
          environment,
          stdio[0],
          stdio[1],
          stdio[2],
          remote,
          upperLayer,
          memfd,
          unlinked,
          writable,
          inode,
          ctime,
          mtime);
    }
  }

  private static @Nullable String string(@Nullable Value value) {
    return value == null ? null : value.text();
  }

  /** Everything that makes one image of the process differ from another. */
  List<@Nullable Object> image() {
    List<@Nullable Object> all = new ArrayList<>(program.all());
    all.add(cwd);
    return all;
  }

  /** The facts to begin with where the same process is described again. */
  ProcessFacts copy() {
    ProcessFacts copy = new ProcessFacts();
    copy.header = new TreeMap<>(header);
    copy.start = start;
    copy.cwd = cwd;
    copy.program = program;
    return copy;
  }

  /** The program, to be changed: what an earlier event said of another one does not count. */
  Program program() {
    if (!restated) {
      restated = true;
      program = new Program();
    }
    return program;
  }

  long number(int field, long otherwise) {
    return header.getOrDefault(field, otherwise);
  }

  /** Derives name and arguments from what is said. */
  void finish() throws BadValue {
    Program p = program;
    Value line = p.commandLine;
    p.comm = name(p);
    List<String> arguments = p.args == null ? List.of() : p.args.words();
    if (line != null) {
      String text = line.text();
      String rest = text.length() > p.comm.length() ? text.substring(p.comm.length() + 1) : "";
      if (!text.equals(p.comm) && !text.startsWith(p.comm + " ")) {
        throw new BadValue(
            "the command line '" + text + "' does not begin with the name '" + p.comm + "'",
            "proc.cmdline is proc.name and proc.args, joined by a blank.");
      }
      if (p.args == null) {
        arguments = line.with(rest).words();
      } else if (!String.join(" ", arguments).equals(rest)) {
        throw new BadValue(
            "the command line '"
                + text
                + "' does not end in the arguments '"
                + String.join(" ", arguments)
                + "'",
            "Give proc.cmdline or proc.args alone.");
      }
    }
    List<String> argv = new ArrayList<>();
    argv.add(p.exe == null ? p.comm : p.exe.text());
    argv.addAll(arguments);
    p.argv = argv;
    if (p.script != null && p.asked != null && !p.script.text().equals(p.asked.text())) {
      throw new BadValue(
          "the script '"
              + p.script.text()
              + "' is not what was asked for, '"
              + p.asked.text()
              + "'",
          "Give proc.script or proc.asked alone.");
    }
  }

  private static String name(Program p) {
    if (p.name != null) {
      return cut(p.name.text());
    }
    String file = p.exePath != null ? baseName(p.exePath) : p.exe != null ? baseName(p.exe) : null;
    if (p.commandLine != null) {
      String line = p.commandLine.text();
      boolean fits = file != null && (line.equals(file) || line.startsWith(file + " "));
      return fits && file != null ? file : cut(line.split(" ", 2)[0]);
    }
    return file == null ? NO_NAME : file;
  }

  private static String baseName(Value path) {
    return cut(path.text().substring(path.text().lastIndexOf('/') + 1));
  }

  /** As the kernel cuts names. */
  private static String cut(String name) {
    String cut = name;
    while (cut.getBytes(StandardCharsets.UTF_8).length > COMM_BYTES) {
      cut = cut.substring(0, cut.offsetByCodePoints(cut.length(), -1));
    }
    return cut;
  }

  /** Writes what every record says of the process that caused it. */
  void writeHeader(RecordWriter record) {
    header.forEach((field, value) -> {
      if (field == Header.CAP_EFFECTIVE || field == Header.CAP_PERMITTED) {
        record.u64(field, value);
      } else {
        record.u32(field, (int) (long) value);
      }
    });
    record.comm(threadName == null ? program.comm : threadName);
  }

  /** Writes the body of an exec, or of a process that runs already. */
  void writeProgram(RecordWriter record) {
    Program p = program;
    record.comm(p.comm);
    if (p.exePath != null) {
      record.path(Exec.EXE, p.exePath.text());
      flag(record, p.memfd, PathFlag.PSEUDO);
      flag(record, p.memfd, PathFlag.MEMFD);
      flag(record, p.unlinked, PathFlag.UNLINKED);
    } else if (p.memfd || p.unlinked) {
      record.path(Exec.EXE, p.comm);
      flag(record, true, PathFlag.PSEUDO);
      flag(record, p.memfd, PathFlag.MEMFD);
      flag(record, p.unlinked, PathFlag.UNLINKED);
    }
    if (cwd != null) {
      record.path(Exec.CWD, cwd).path(Exec.ASKED + Asked.BASE, cwd);
    }
    Value asked = p.asked == null ? p.script : p.asked;
    if (asked != null) {
      record.text(Exec.ASKED + Asked.TEXT, asked.text());
    }
    if (p.script != null) {
      record.text(Exec.INTERP, p.exePath == null ? "/bin/sh" : p.exePath.text());
      if (p.exePath == null) {
        record.path(Exec.EXE, "");
      }
    }
    record.strings(Exec.ARGS, p.argv);
    if (!p.environment.isEmpty()) {
      record.strings(Exec.ENV, p.environment);
    }
    for (int i = 0; i < p.stdio.length; i++) {
      record.u8(Exec.STDIO + i, p.stdio[i]);
    }
    if (p.remote != null) {
      p.remote.write(record, Exec.SOCKET, true);
    }
    writeInode(record, p);
  }

  private void writeInode(RecordWriter record, Program p) {
    boolean known = p.inode != 0 || p.writable != null || p.upperLayer || p.ctime != 0;
    int owner = (int) number(Header.FSUID, number(Header.EUID, 0));
    boolean writable = Boolean.TRUE.equals(p.writable);
    record
        .u64(Exec.INODE + Inode.INO, p.inode)
        .u32(Exec.INODE + Inode.DEV, known ? 1 : 0)
        .u32(Exec.INODE + Inode.MODE, EXECUTABLE)
        .u32(Exec.INODE + Inode.UID, writable ? owner : owner + 1)
        .u32(Exec.INODE + Inode.FLAGS, p.upperLayer ? UPPER_LAYER : 0)
        .u64(Exec.CTIME, p.ctime)
        .u64(Exec.MTIME, p.mtime);
  }

  private static void flag(RecordWriter record, boolean set, PathFlag flag) {
    if (set) {
      record.pathFlag(Exec.EXE, flag);
    }
  }

  /** One end of a socket. */
  static final class End {
    private static final int UNIX = 1;
    private static final int INET = 2;
    private static final int INET6 = 10;

    final byte @Nullable [] address;
    final int port;
    final @Nullable String path;

    End(byte @Nullable [] address, int port, @Nullable String path) {
      this.address = address;
      this.port = port;
      this.path = path;
    }

    /** {@code 10.0.0.1:443}, {@code fe80::1:443}, or a path; {@code @name} for an abstract one. */
    static End of(Value value) throws BadValue {
      String text = value.text();
      if (text.startsWith("/") || text.startsWith("@") || text.isEmpty()) {
        return new End(null, 0, text.startsWith("@") ? "\0" + text.substring(1) : text);
      }
      int colon = text.lastIndexOf(':');
      if (colon < 0) {
        throw new BadValue(
            "'" + text + "' is no end of a socket", "Write it as 10.0.0.1:443 or as a path.");
      }
      String host = text.substring(0, colon).replaceAll("[\\[\\]]", "");
      return new End(
          value.with(host).address(), value.with(text.substring(colon + 1)).number(65535), null);
    }

    /** The family of the socket. */
    int family() {
      return address == null ? path == null ? 0 : UNIX : address.length == 4 ? INET : INET6;
    }

    void write(RecordWriter record, int socket, boolean remote) {
      record.u16(socket + Socket.FAMILY, family());
      if (address != null) {
        for (int i = 0; i < address.length; i++) {
          record.u8(socket + (remote ? Socket.RADDR : Socket.LADDR) + i, address[i]);
        }
        record.u16(socket + (remote ? Socket.RPORT : Socket.LPORT), port);
      } else if (path != null) {
        record.text(socket + (remote ? Socket.RPATH : Socket.LPATH), path);
      }
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof End end
          && Arrays.equals(address, end.address)
          && port == end.port
          && (path == null ? end.path == null : path.equals(end.path));
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(address) * 31 + port;
    }
  }
}
