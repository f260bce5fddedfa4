package io.sentineledge.event;

/**
 * Byte offsets of every field of a record: one class a struct of {@code bpf/include/event.h}, one
 * constant a field, and {@code BYTES}, the struct's size. A test compares all of it with the BTF of
 * the compiled kernel programs.
 *
 * <pre>
 * +---------------------+---------------------+-----------------------------------+
 * | Header (168 bytes)  | body of the family  | bytes that the spans point at ... |
 * +---------------------+---------------------+-----------------------------------+
 * 0                                                                       Header.SIZE
 * </pre>
 */
public final class RecordLayout {
  private RecordLayout() {}

  /** A byte range of the record: offset from its start, length. Offset 0: absent. */
  public static final class Span {
    private Span() {}

    public static final int OFF = 0;
    public static final int LEN = 2;
    public static final int BYTES = 4;
  }

  /** A path as the kernel holds it, components leaf first. */
  public static final class Path {
    private Path() {}

    public static final int NAMES = 0;
    public static final int ROOT = 4;
    public static final int FLAGS = 6;
    public static final int BYTES = 8;
  }

  /** A name as the caller gave it. */
  public static final class Asked {
    private Asked() {}

    public static final int TEXT = 0;
    public static final int DIRFD = 4;
    public static final int BASE = 8;
    public static final int OTHER = 16;
    public static final int BYTES = 20;
  }

  /** A file as the kernel identifies it. */
  public static final class Inode {
    private Inode() {}

    public static final int INO = 0;
    public static final int DEV = 8;
    public static final int MODE = 12;
    public static final int UID = 16;
    public static final int GID = 20;
    public static final int NLINK = 24;
    public static final int FLAGS = 28;
    public static final int BYTES = 32;
  }

  /** A socket's two ends. */
  public static final class Socket {
    private Socket() {}

    public static final int LADDR = 0;
    public static final int RADDR = 16;
    public static final int LPORT = 32;
    public static final int RPORT = 34;
    public static final int FAMILY = 36;
    public static final int TYPE = 38;
    public static final int PROTOCOL = 40;
    public static final int STATE = 42;
    public static final int PROVENANCE = 43;
    public static final int LPATH = 44;
    public static final int RPATH = 48;
    public static final int PEER_PID = 52;
    public static final int SCOPE = 56;
    public static final int INO = 64;
    public static final int BYTES = 72;
  }

  /** What every record begins with. */
  public static final class Header {
    private Header() {}

    public static final int SIZE = 0;
    public static final int TYPE = 4;
    public static final int FLAGS = 6;
    public static final int TIME = 8;
    public static final int START = 16;
    public static final int PARENT_START = 24;
    public static final int WORKLOAD = 32;
    public static final int RESULT = 40;
    public static final int PID = 48;
    public static final int TID = 52;
    public static final int PPID = 56;
    public static final int GENERATION = 60;
    public static final int VPID = 64;
    public static final int VTID = 68;
    public static final int SID = 72;
    public static final int PGID = 76;
    public static final int TTY = 80;
    public static final int CPU = 84;
    public static final int UID = 88;
    public static final int EUID = 92;
    public static final int SUID = 96;
    public static final int FSUID = 100;
    public static final int GID = 104;
    public static final int EGID = 108;
    public static final int LOGINUID = 112;
    public static final int AUDIT_SESSION = 116;
    public static final int MNT_NS = 120;
    public static final int PID_NS = 124;
    public static final int NET_NS = 128;
    public static final int USER_NS = 132;
    public static final int CAP_PERMITTED = 136;
    public static final int CAP_EFFECTIVE = 144;
    public static final int COMM = 152;
    public static final int BYTES = 168;
  }

  /** execve, execveat, and processes found at start. */
  public static final class Exec {
    private Exec() {}

    public static final int EXE = 168;
    public static final int CWD = 176;
    public static final int INODE = 184;
    public static final int MTIME = 216;
    public static final int CTIME = 224;
    public static final int CAP_INHERITABLE = 232;
    public static final int CAP_BOUNDING = 240;
    public static final int CAP_AMBIENT = 248;
    public static final int ASKED = 256;
    public static final int INTERP = 276;
    public static final int ARGS = 280;
    public static final int ENV = 284;
    public static final int ARGS_SIZE = 288;
    public static final int ENV_SIZE = 292;
    public static final int ASKED_PROVENANCE = 296;
    public static final int STDIO = 297;
    public static final int SOCKET = 304;
    public static final int BYTES = 376;
  }

  /** A new process. */
  public static final class Fork {
    private Fork() {}

    public static final int CHILD_START = 168;
    public static final int CLONE_FLAGS = 176;
    public static final int CHILD_WORKLOAD = 184;
    public static final int CHILD_PARENT_START = 192;
    public static final int CHILD_PID = 200;
    public static final int CHILD_VPID = 204;
    public static final int CHILD_PPID = 208;
    public static final int CHILD_PID_NS = 212;
    public static final int CHILD_GENERATION = 216;
    public static final int BYTES = 224;
  }

  /** The end of a process. */
  public static final class Exit {
    private Exit() {}

    public static final int CODE = 168;
    public static final int BYTES = 176;
  }

  /** A process renamed itself. */
  public static final class Comm {
    private Comm() {}

    public static final int NAME = 168;
    public static final int TARGET_TID = 184;
    public static final int BYTES = 192;
  }

  /** chdir, fchdir. */
  public static final class Chdir {
    private Chdir() {}

    public static final int CWD = 168;
    public static final int ASKED = 176;
    public static final int BYTES = 200;
  }

  /** ptrace. */
  public static final class Ptrace {
    private Ptrace() {}

    public static final int REQUEST = 168;
    public static final int ADDR = 176;
    public static final int DATA = 184;
    public static final int TARGET_TID = 192;
    public static final int TARGET_PID = 196;
    public static final int TARGET_START = 200;
    public static final int BYTES = 208;
  }

  /** Calls about sockets, and the copying of descriptors. */
  public static final class Net {
    private Net() {}

    public static final int SOCKET = 168;
    public static final int FD = 240;
    public static final int BACKLOG = 244;
    public static final int SIZE = 248;
    public static final int OTHER_FD = 256;
    public static final int CALL_FLAGS = 260;
    public static final int KIND = 264;
    public static final int MESSAGE = 268;
    public static final int BEGUN = 272;
    public static final int ENDED = 276;
    public static final int ARGS = 280;
    public static final int BYTES = 304;
  }

  /** The open family. */
  public static final class Open {
    private Open() {}

    public static final int PATH = 168;
    public static final int INODE = 176;
    public static final int OPEN_FLAGS = 208;
    public static final int RESOLVE = 216;
    public static final int ASKED = 224;
    public static final int CREATE_MODE = 244;
    public static final int REAL_DEV = 248;
    public static final int REAL_INO = 256;
    public static final int BYTES = 264;
  }

  /** Changes to the file tree. */
  public static final class Fs {
    private Fs() {}

    public static final int PATH = 168;
    public static final int INODE = 176;
    public static final int ASKED = 208;
    public static final int TARGET = 228;
    public static final int LENGTH = 248;
    public static final int CALL_FLAGS = 256;
    public static final int MODE = 260;
    public static final int BYTES = 264;
  }

  /** A call as its arguments and what they lead to. Begins as {@link Fs} does. */
  public static final class Syscall {
    private Syscall() {}

    public static final int PATH = 168;
    public static final int INODE = 176;
    public static final int ASKED = 208;
    public static final int TARGET = 228;
    public static final int FIRST = 248;
    public static final int SECOND = 252;
    public static final int ARGS = 256;
    public static final int TARGET_START = 304;
    public static final int TARGET_PID = 312;
    public static final int OBJECT = 316;
    public static final int OBJECT_ID = 320;
    public static final int OBJECT_KIND = 324;
    public static final int BYTES = 328;
  }

  /** What is left behind about an agent that was killed. */
  public static final class Guard {
    private Guard() {}

    public static final int BEGIN = 0;
    public static final int SIGNAL_TIME = 8;
    public static final int SENDER_START = 16;
    public static final int END = 24;
    public static final int GROUP = 32;
    public static final int PID = 40;
    public static final int SIGNAL = 44;
    public static final int SENDER_PID = 48;
    public static final int SENDER_UID = 52;
    public static final int STATUS = 56;
    public static final int SENDER = 64;
    public static final int BYTES = 80;
  }

  /** The accounting of one event type on one cpu. */
  public static final class Counter {
    private Counter() {}

    public static final int PRODUCED = 0;
    public static final int SUBMITTED = 8;
    public static final int FILTERED = 16;
    public static final int LOST = 24;
    public static final int BYTES = 56;
  }

  /** Whose events of one type were lost for one reason. */
  public static final class Victim {
    private Victim() {}

    public static final int WORKLOAD = 0;
    public static final int TYPE = 8;
    public static final int REASON = 12;
    public static final int BYTES = 16;
  }

  /** How many, and when the first and the last of them happened. */
  public static final class Toll {
    private Toll() {}

    public static final int EVENTS = 0;
    public static final int FIRST = 8;
    public static final int LAST = 16;
    public static final int BYTES = 24;
  }

  /** Value of {@link Path#ROOT} when the walk did not pass the task's root. */
  public static final int ROOT_NOT_MET = 0xffff;
}
