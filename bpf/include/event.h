/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * The one definition of a record: what the kernel programs write and what user space reads.
 *
 * Layout rules, kept so that a record can be read in place and stored in a capture file:
 *   - little endian, every field naturally aligned, padding spelled out;
 *   - a record is `struct se_header`, then the body of its family, then the bytes its spans point at;
 *   - a span is (offset from the start of the record, length); offset 0 means absent;
 *   - values of enums never change meaning; new ones are appended.
 * The build checks io.sentineledge.event.RecordLayout against the BTF of the compiled objects.
 */
#ifndef SE_EVENT_H
#define SE_EVENT_H

#ifdef __clang__
#pragma clang diagnostic push
#pragma clang diagnostic error "-Wpadded"
#endif

/* The type of an event, named as the Falco condition language names it (evt.type). */
enum se_type {
	SE_EXECVE = 1,
	SE_EXECVEAT = 2,
	SE_FORK = 3,
	SE_VFORK = 4,
	SE_CLONE = 5,
	SE_CLONE3 = 6,
	SE_PROCEXIT = 7,
	SE_TASK = 8,       /* not an event: a process that was already running when the agent started */
	SE_COMM = 9,       /* a process renamed itself */
	SE_CHDIR = 10,
	SE_FCHDIR = 11,
	SE_PTRACE = 12,
	SE_CONNECT = 13,
	SE_ACCEPT = 14,
	SE_ACCEPT4 = 15,
	SE_BIND = 16,
	SE_LISTEN = 17,
	SE_OPEN = 18,
	SE_OPENAT = 19,
	SE_OPENAT2 = 20,
	SE_CREAT = 21,
	SE_UNLINK = 22,
	SE_UNLINKAT = 23,
	SE_RMDIR = 24,
	SE_RENAME = 25,
	SE_RENAMEAT = 26,
	SE_RENAMEAT2 = 27,
	SE_LINK = 28,
	SE_LINKAT = 29,
	SE_SYMLINK = 30,
	SE_SYMLINKAT = 31,
	SE_CHMOD = 32,
	SE_FCHMOD = 33,
	SE_FCHMODAT = 34,
	SE_FCHMODAT2 = 35,
	SE_TRUNCATE = 36,
	SE_FTRUNCATE = 37,
	SE_SOCKET = 38,
	SE_SOCKETPAIR = 39,
	SE_SENDTO = 40,
	SE_SENDMSG = 41,
	SE_SENDMMSG = 42,
	SE_RECVFROM = 43,
	SE_RECVMSG = 44,
	SE_RECVMMSG = 45,
	SE_SHUTDOWN = 46,
	SE_DUP = 47,
	SE_DUP2 = 48,
	SE_DUP3 = 49,
	SE_FCNTL = 50,
	SE_OPEN_BY_HANDLE_AT = 51,
	SE_SETUID = 52,
	SE_SETGID = 53,
	SE_SETREUID = 54,
	SE_SETREGID = 55,
	SE_SETRESUID = 56,
	SE_SETRESGID = 57,
	SE_SETFSUID = 58,
	SE_SETFSGID = 59,
	SE_SETGROUPS = 60,
	SE_CAPSET = 61,
	SE_KILL = 62,
	SE_TKILL = 63,
	SE_TGKILL = 64,
	SE_PIDFD_SEND_SIGNAL = 65,
	SE_RT_SIGQUEUEINFO = 66,
	SE_RT_TGSIGQUEUEINFO = 67,
	SE_MEMFD_CREATE = 68,
	SE_MMAP = 69,
	SE_MPROTECT = 70,
	SE_PKEY_MPROTECT = 71,
	SE_USERFAULTFD = 72,
	SE_PROCESS_VM_READV = 73,
	SE_PROCESS_VM_WRITEV = 74,
	SE_INIT_MODULE = 75,
	SE_FINIT_MODULE = 76,
	SE_DELETE_MODULE = 77,
	SE_KEXEC_LOAD = 78,
	SE_KEXEC_FILE_LOAD = 79,
	SE_BPF = 80,
	SE_PERF_EVENT_OPEN = 81,
	SE_MOUNT = 82,
	SE_UMOUNT = 83,
	SE_UMOUNT2 = 84,
	SE_MOVE_MOUNT = 85,
	SE_OPEN_TREE = 86,
	SE_FSOPEN = 87,
	SE_FSCONFIG = 88,
	SE_FSMOUNT = 89,
	SE_FSPICK = 90,
	SE_MOUNT_SETATTR = 91,
	SE_PIVOT_ROOT = 92,
	SE_CHROOT = 93,
	SE_UNSHARE = 94,
	SE_SETNS = 95,
	SE_CGROUP_ATTACH = 96, /* a process was moved to another control group, by a write or by the kernel */
	SE_MKDIR = 97,
	SE_MKDIRAT = 98,
	SE_MKNOD = 99,
	SE_MKNODAT = 100,
	SE_CHOWN = 101,
	SE_LCHOWN = 102,
	SE_FCHOWN = 103,
	SE_FCHOWNAT = 104,
	SE_SETXATTR = 105,
	SE_LSETXATTR = 106,
	SE_FSETXATTR = 107,
	SE_SETXATTRAT = 108,
	SE_REMOVEXATTR = 109,
	SE_LREMOVEXATTR = 110,
	SE_FREMOVEXATTR = 111,
	SE_REMOVEXATTRAT = 112,
	SE_UTIME = 113,
	SE_UTIMES = 114,
	SE_FUTIMESAT = 115,
	SE_UTIMENSAT = 116,
	SE_NAME_TO_HANDLE_AT = 117,
	SE_PIDFD_OPEN = 118,
	SE_PIDFD_GETFD = 119,
	SE_ADD_KEY = 120,
	SE_REQUEST_KEY = 121,
	SE_KEYCTL = 122,
	SE_SECCOMP = 123,
	SE_PRCTL = 124,
	SE_SETHOSTNAME = 125,
	SE_SETDOMAINNAME = 126,
	SE_SETTIMEOFDAY = 127,
	SE_CLOCK_SETTIME = 128,
	SE_SWAPON = 129,
	SE_SWAPOFF = 130,
	SE_REBOOT = 131,
	SE_QUOTACTL = 132,
	SE_QUOTACTL_FD = 133,
	SE_ACCT = 134,
	SE_SYSLOG = 135,
	SE_PERSONALITY = 136,
	SE_IOPL = 137,
	SE_IOPERM = 138,
	SE_IO_URING_SETUP = 139,
	SE_IO_URING_ENTER = 140,
	SE_IO_URING_REGISTER = 141,
	SE_PRLIMIT64 = 142,
	SE_READ = 143,       /* of a datagram */
	SE_TCP_ESTABLISHED = 144, /* not a call: the handshake of a connection is complete */
	SE_TCP_FAILED = 145,      /* not a call: an attempt to connect has failed */
	SE_TCP_CLOSE = 146,       /* not a call: a connection has ended */
	SE_SPLICE = 147,
	SE_IO_URING_CMD = 148,    /* a command to a file, by io_uring alone */
	SE_READV = 149,      /* of a datagram, as the following */
	SE_PREADV2 = 150,
	SE_WRITE = 151,
	SE_WRITEV = 152,
	SE_PWRITEV2 = 153,
	SE_SENDFILE = 154,
	SE_FANOTIFY_INIT = 155,
	SE_FANOTIFY_MARK = 156,
	SE_IOCTL = 157,
	SE_FILE_SETATTR = 158,
	SE_SETSOCKOPT = 159,
	SE_TYPE_COUNT = 160, /* one past the last; sizes se_counters */
};

/* Bits of se_header.flags. */
enum se_flag {
	SE_COMPAT = 1,     /* a 32-bit system call (int 0x80, sysenter) */
	SE_X32 = 2,        /* an x32 system call */
	SE_KTHREAD = 4,    /* the task has no user memory of its own */
	SE_ARGS_CUT = 8,   /* exec: the argument list was longer than what is carried */
	SE_ENV_CUT = 16,
	SE_NAME_CUT = 32,  /* a name from user memory was longer than what is carried */
	SE_NAME_FAULT = 64,/* a name in user memory could not be read (page not resident, bad pointer) */
	SE_IO_URING = 128, /* a request of io_uring; names are the kernel's copies */
	SE_NO_RESULT = 256,/* the result is not known */
	SE_FILES_SHARED = 512, /* open; mmap whose file is from the descriptor: others use the descriptor table, may have replaced it */
	SE_CREATED = 1024, /* open: the call created the file */
	SE_OF_AGENT = 2048,/* the file is one of the agent's process below /proc; the signal reached the agent. Else not known */
	SE_NAME_COPIED = 8192, /* names and addresses are what the kernel copied from the caller's memory */
	SE_MEMORY_SHARED = 16384, /* other tasks use the caller's memory, and may have rewritten a name and put it back */
	SE_FOR_STATE = 4096, /* nobody asks for events of this type: the record is for what state is made from it */
};

/* Where a name or address comes from. */
enum se_provenance {
	SE_FROM_KERNEL_OBJECT = 1, /* the object that the kernel used: file, socket, mm */
	SE_FROM_KERNEL_COPY = 2,   /* the kernel's own copy of what the caller passed */
	SE_FROM_USER_MEMORY = 3,   /* the caller's memory: can be rewritten by the caller */
};

struct se_span {
	__u16 off;
	__u16 len;
};

/* Bits of se_path.flags. */
enum se_path_flag {
	SE_PATH_CUT = 1,       /* the components nearest to the root are missing */
	SE_PATH_UNLINKED = 2,  /* the name was removed from its directory */
	SE_PATH_PSEUDO = 4,    /* no place in any tree: memfd, pipe, socket, anonymous inode; one component */
	SE_PATH_MEMFD = 8,     /* with SE_PATH_PSEUDO: a memfd or other file of the kernel's internal tmpfs mount */
};

#define SE_ROOT_NOT_MET 0xffff

/*
 * A path as the kernel holds it: its components, leaf first, each ended by a zero byte, up to the root of
 * the mount namespace. The first `root` bytes are the part below the task's own root, so that the path in
 * the process's root and the path in the root of its container or host come from one walk.
 */
struct se_path {
	struct se_span names;
	__u16 root;  /* bytes of names below the task's root; SE_ROOT_NOT_MET when the walk did not pass it */
	__u16 flags; /* enum se_path_flag */
};

/*
 * A name as the caller gave it. base: where a relative name starts (cwd or dirfd), absent where there is none. other: what the same
 * memory held when the call began, where that was asked for and is known: if it differs from text, the kernel may have used either.
 * With SE_NAME_COPIED text is the kernel's copy, and other what the memory held when the call ended.
 */
struct se_asked {
	struct se_span text;
	__s32 dirfd;
	struct se_path base;
	struct se_span other;
};

/* Bits of se_inode.flags. */
enum se_inode_flag {
	SE_INODE_UPPER = 1,   /* overlayfs: the file lives in the upper layer */
	SE_INODE_OVERLAY = 2, /* on overlayfs at all */
	/* Of memory that becomes executable, what speaks for it that the file is new: */
	SE_INODE_CHANGED = 4, /* the inode was changed less than ten minutes ago, or after now */
	SE_INODE_WRITTEN = 8, /* open for writing */
	SE_INODE_MEMORY = 16, /* on tmpfs or FUSE, which the process's root is not on */
	SE_INODE_PUBLIC = 32, /* below a folder in which everybody may make files */
	SE_INODE_ADDED = 64,  /* SE_INODE_UPPER, for a process in a pid namespace of its own: not of a container's image */
	/* Where it comes from: */
	SE_INODE_MAPPED = 128,    /* from the mapping; else from the descriptor when the call had ended */
	SE_INODE_EXCHANGED = 256, /* from the mapping, and another thread put another file on the descriptor */
};

struct se_inode {
	__u64 ino;
	__u32 dev;   /* super block's device, kernel encoding: major << 20 | minor; 0: no inode in this record */
	__u32 mode;  /* type and permission bits */
	__u32 uid;   /* in the initial user namespace */
	__u32 gid;
	__u32 nlink;
	__u32 flags; /* enum se_inode_flag */
};

struct se_header {
	__u32 size;       /* bytes of the whole record */
	__u16 type;       /* enum se_type */
	__u16 flags;      /* enum se_flag */
	__u64 time;       /* ns, boot clock */
	__u64 start;      /* start of the process (its leader), ns, boot clock: with pid the process's identity */
	__u64 parent_start;
	__u64 workload;   /* cgroup id: v2, or the memory/pids controller's on v1 and hybrid machines */
	__s64 result;     /* the call's return value, or 0 */
	__u32 pid;        /* thread group id, initial pid namespace; likewise tid, ppid, sid, pgid */
	__u32 tid;
	__u32 ppid;
	__u32 generation; /* execs so far in this line of descent (task_struct.self_exec_id) */
	__u32 vpid;       /* in the task's own pid namespace */
	__u32 vtid;
	__u32 sid;
	__u32 pgid;
	__u32 tty;        /* device number of the controlling terminal, kernel encoding; 0: none */
	__u32 cpu;
	__u32 uid;        /* all ids in the initial user namespace */
	__u32 euid;
	__u32 suid;
	__u32 fsuid;
	__u32 gid;
	__u32 egid;
	__u32 loginuid;   /* 0xffffffff: not set */
	__u32 audit_session;
	__u32 mnt_ns;     /* inode numbers of the namespaces */
	__u32 pid_ns;
	__u32 net_ns;
	__u32 user_ns;
	__u64 cap_permitted;
	__u64 cap_effective;
	char comm[16];
};

/* What a descriptor refers to (0, 1 and 2 at exec). */
enum se_fd_kind {
	SE_FD_CLOSED = 0,
	SE_FD_FILE = 1,
	SE_FD_DIR = 2,
	SE_FD_PIPE = 3,
	SE_FD_TTY = 4,
	SE_FD_NULL = 5,    /* /dev/null */
	SE_FD_CHAR = 6,
	SE_FD_BLOCK = 7,
	SE_FD_UNIX = 8,
	SE_FD_INET = 9,
	SE_FD_INET6 = 10,
	SE_FD_SOCKET = 11, /* a socket of another family */
	SE_FD_OTHER = 12,
};

struct se_socket {
	__u8 laddr[16];    /* network order; IPv4 uses the first four bytes; AF_VSOCK: cid and port, 32 bits each, 0 and 0: not known */
	__u8 raddr[16];
	__u16 lport;       /* host order */
	__u16 rport;
	__u16 family;      /* AF_*; 0: no socket in this record */
	__u16 type;        /* SOCK_* */
	__u16 protocol;    /* IPPROTO_* */
	__u8 state;        /* TCP_* */
	__u8 provenance;   /* enum se_provenance, of the address that the call is about */
	struct se_span lpath; /* AF_UNIX: bound name; an abstract one starts with a zero byte */
	struct se_span rpath;
	__u32 peer_pid;    /* AF_UNIX: process at the other end, 0 unknown */
	__u32 scope;       /* IPv6 scope id */
	__u32 pad;
	__u64 ino;         /* inode of the socket: names it in /proc/PID/fd */
};

/*
 * SE_EXECVE, SE_EXECVEAT, SE_TASK. On failure (result < 0) only asked is there. A success is SE_EXECVEAT where the file was
 * named by a descriptor; asked is then the kernel's /dev/fd/N[/name]. How else it was called the kernel forgets.
 */
struct se_exec {
	struct se_header h;
	struct se_path exe;        /* the new mm's executable: an interpreter, for a script */
	struct se_path cwd;
	struct se_inode inode;     /* of exe */
	__u64 mtime;               /* of exe, ns since 1970 */
	__u64 ctime;
	__u64 cap_inheritable;
	__u64 cap_bounding;
	__u64 cap_ambient;
	struct se_asked asked;     /* what was asked to be executed: the script, for a script */
	struct se_span interp;     /* the binary format's last interpreter, when it differs from asked */
	struct se_span args;       /* each ended by a zero byte, from the new mm */
	struct se_span env;
	__u32 args_size;           /* bytes the process really has */
	__u32 env_size;
	__u8 asked_provenance;
	__u8 stdio[3];             /* enum se_fd_kind of descriptors 0, 1, 2 */
	__u32 pad;
	struct se_socket socket;   /* of the first of 0, 1, 2 that is a socket */
};

/* SE_FORK, SE_VFORK, SE_CLONE, SE_CLONE3: a new process, reported by its creator. result: the child's pid. */
struct se_fork {
	struct se_header h;
	__u64 child_start;
	__u64 clone_flags;         /* 0 where the call has none */
	__u64 child_workload;
	__u64 child_parent_start;
	__u32 child_pid;
	__u32 child_vpid;
	__u32 child_ppid;          /* differs from h.pid under CLONE_PARENT */
	__u32 child_pid_ns;
	__u32 child_generation;
	__u32 pad;
};

/* SE_PROCEXIT: the last thread of a process has gone. */
struct se_exit {
	struct se_header h;
	__u32 code;                /* wait status: exit code << 8 | signal | 0x80 if core was dumped */
	__u32 pad;
};

/* SE_COMM: h.comm is the old name. */
struct se_comm {
	struct se_header h;
	char name[16];
	__u32 target_tid;          /* the thread that is renamed; h.tid does it */
	__u32 pad;
};

/* SE_CHDIR, SE_FCHDIR: cwd after the call. */
struct se_chdir {
	struct se_header h;
	struct se_path cwd;
	struct se_asked asked;
	__u32 pad;
};

struct se_ptrace {
	struct se_header h;
	__u64 request;
	__u64 addr;
	__u64 data;
	__u32 target_tid;          /* as the caller numbers it */
	__u32 target_pid;          /* of an attached thread: its thread group, initial pid namespace; 0: not known */
	__u64 target_start;        /* with target_pid the target's identity, as pid and start are the caller's */
};

/*
 * SE_CONNECT .. SE_LISTEN, SE_SOCKET .. SE_FCNTL, SE_READ, SE_READV .. SE_PWRITEV2, SE_SETSOCKOPT. Datagrams sent and received: with the address of this one, which is
 * the caller's memory where the socket is not connected. dup and the like: what the new descriptor refers to.
 *
 * SE_TCP_*: the header is that of the process which has the connection, as it was when it got it (enum se_part); all of it
 * but type, time, result and cpu is zero where that is not known. result: 0, or why the connection failed or ended.
 */
struct se_net {
	struct se_header h;
	struct se_socket socket;
	__s32 fd;                  /* the socket the call was made on; h.result is accept's new one */
	__s32 backlog;             /* listen; setsockopt: the first number of the value */
	__u64 size;                /* bytes to send or room to receive; of several messages: how many messages; of the value of setsockopt */
	__s32 other_fd;            /* the second descriptor of socketpair and dup2; command of fcntl; level of setsockopt */
	__u32 call_flags;          /* MSG_*, SOCK_*, O_CLOEXEC; what shutdown ends; option of setsockopt; SE_TCP_*: enum se_side */
	__u32 kind;                /* enum se_fd_kind of the new descriptor of dup; SE_TCP_*: enum se_part */
	struct se_span message;    /* to or from a name server, while se_questions or se_names asks for it; the caller's memory */
	struct se_span begun;      /* the address that the call was given (struct sockaddr), while se_at_entry asks for it: when the */
	struct se_span ended;      /* call began, with SE_NAME_COPIED the kernel's copy of it; and when it ended */
	__u64 args[3];             /* the first arguments as they were passed; SE_TCP_*: by enum se_tcp_number */
};

/* What the process of an SE_TCP_* has to do with the connection. */
enum se_part {
	SE_PART_UNKNOWN = 0,       /* there is no process in the record */
	SE_PART_CONNECTS = 1,
	SE_PART_LISTENS = 2,       /* the connection waits for being accepted */
	SE_PART_ACCEPTED = 3,
	SE_PART_CLOSES = 4,        /* the connection is older than the interest in it */
};

/* Which end of the connection the socket is. */
enum se_side {
	SE_SIDE_UNKNOWN = 0,
	SE_SIDE_CLIENT = 1,
	SE_SIDE_SERVER = 2,
};

/* Index into se_net.args of SE_TCP_*. */
enum se_tcp_number {
	SE_TCP_DURATION = 0,       /* ns: of the attempt, or since the connection was established; 0: not known */
	SE_TCP_SENT = 1,           /* bytes of data, each once however often it was sent */
	SE_TCP_RECEIVED = 2,
};

/* SE_OPEN, SE_OPENAT, SE_OPENAT2, SE_CREAT. result: the descriptor. On failure path and inode are absent. */
struct se_open {
	struct se_header h;
	struct se_path path;       /* from the returned descriptor */
	struct se_inode inode;
	__u64 open_flags;          /* as asked; creat: O_CREAT|O_WRONLY|O_TRUNC */
	__u64 resolve;             /* openat2 */
	struct se_asked asked;
	__u32 create_mode;
	__u32 real_dev;            /* overlayfs: the file in the layer that holds the content; 0: not known */
	__u32 pad;
	__u64 real_ino;
};

/*
 * SE_UNLINK .. SE_FTRUNCATE: a change to the file tree. asked is the (old) name, target the new one of rename
 * and link and the content of symlink's asked. path and inode only where the call names a descriptor.
 */
struct se_fs {
	struct se_header h;
	struct se_path path;
	struct se_inode inode;
	struct se_asked asked;
	struct se_asked target;
	__u64 length;              /* truncate */
	__u32 call_flags;          /* AT_*, RENAME_* */
	__u32 mode;                /* chmod */
};

/*
 * SE_SETUID .. SE_PRLIMIT64, SE_SPLICE, SE_IO_URING_CMD, SE_SENDFILE .. SE_FILE_SETATTR: the call's arguments as they were passed, and what they lead to, as se_specs has it for
 * each type. Begins as struct se_fs does.
 */
struct se_syscall {
	struct se_header h;        /* ids and capabilities are those after the call */
	struct se_path path;       /* of the descriptor that the call names or returns; chroot: the new root; mmap, mprotect: what is mapped */
	struct se_inode inode;     /* likewise */
	struct se_asked asked;
	struct se_asked target;    /* a second name, or a text that may be one (what is mounted) */
	struct se_span first;      /* a text that names no file, or a structure of the caller's */
	struct se_span second;
	__u64 args[6];
	__u64 target_start;        /* with target_pid the process behind a pidfd, or that was moved */
	__u32 target_pid;          /* 0: not known */
	__u32 object;              /* bpf: enum bpf_prog_type, bpf_map_type or bpf_link_type of the object, plus 1; 0: not known */
	__u32 object_id;           /* bpf: the object's id among those of its kind; 0: not known */
	__u32 object_kind;         /* bpf: enum se_object */
};

/* Kinds of objects of bpf, which number their ids apart. */
enum se_object {
	SE_OBJECT_NONE = 0,
	SE_OBJECT_PROGRAM = 1,
	SE_OBJECT_MAP = 2,
	SE_OBJECT_LINK = 3,
};

/* se_guard.signal: its control group, or one above, was frozen. */
#define SE_FROZEN 1000

/* About an agent, in the map se_guard, which is left behind when it is killed. Times: ns, boot clock. */
struct se_guard {
	__u64 begin;         /* when it began to watch; 0: nobody watches, and nothing is to be told */
	__u64 signal_time;
	__u64 sender_start;  /* with sender_pid the identity of who sent the signal */
	__u64 end;           /* when its last thread ended; 0: it has not */
	__u64 group;         /* id of its control group, v2; 0: not known */
	__u32 pid;           /* the agent's, initial pid namespace */
	__u32 signal;        /* the last that can end or halt it; 0: none */
	__u32 sender_pid;
	__u32 sender_uid;
	__u32 status;        /* at its end: as se_exit.code */
	__u32 pad;
	char sender[16];     /* name of the thread that sent the signal */
};

/* Why an event that happened did not reach user space; index into se_counter.lost. */
enum se_loss {
	SE_LOST_FULL = 0,      /* the ring buffer had no room */
	SE_LOST_LIMIT = 1,     /* rate limit */
	SE_LOST_ERROR = 2,     /* larger than the ring buffer, or scratch memory or helper refused */
	SE_LOST_SHARE = 3,     /* more than the workload's share of a ring buffer that filled */
	SE_LOSS_COUNT = 4,
};

/* Whose events were lost, and how many: key and value in the map se_losses. Times: of the events, ns, boot clock. */
struct se_victim {
	__u64 workload;
	__u32 type;
	__u32 reason;        /* enum se_loss */
};

struct se_toll {
	__u64 events;
	__u64 first;
	__u64 last;
};

/* One per event type and cpu in the map se_counters. produced = submitted + filtered + sum(lost). */
struct se_counter {
	__u64 produced;
	__u64 submitted;
	__u64 filtered;
	__u64 lost[SE_LOSS_COUNT];
};

#ifdef __clang__
#pragma clang diagnostic pop
#endif

#endif
