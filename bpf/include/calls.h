/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * The system calls that are reported, each in one line: its type, its numbers, what is read at its end beside its arguments.
 *
 * A line of SE_CALLS_BY_TABLE is all that a call needs whose facts are its arguments, up to two names of files, two texts
 * and a descriptor: se_calls does the rest. Calls that need more of the kernel have programs of their own and are only
 * numbered here. Arguments are counted from 1.
 */
#ifndef SE_CALLS_H
#define SE_CALLS_H

#include "calls_arm64.h"
#include "kernel.h"
#include "event.h"

/* Beside the values of enum se_type: i386 socketcall, which is any of the socket calls. */
#define SE_SOCKETCALL SE_TYPE_COUNT

/* One past the highest system call number in use; 512 and up are x32's own. */
#define SE_CALLS 576

/* Place of what has no number. */
#define NONE SE_CALLS

/* Which of the calls of a type are events. */
enum se_form {
	SE_FORM_ALL = 0,
	SE_FORM_CODE,    /* mmap, mprotect: memory that is both written and executed, or may have been; files that may be new */
	SE_FORM_OTHERS,  /* tkill, tgkill: a thread of another process */
	SE_FORM_PRCTL,   /* all but naming memory areas, which allocators do all the time */
	SE_FORM_SEND,    /* io_uring_enter: that submits something */
	SE_FORM_LIMIT,   /* prlimit64: that sets a limit */
	SE_FORM_IOCTL,   /* ioctl: requests of include/requests.h */
	SE_FORM_BPF,     /* bpf: not what looks into maps, and changes of elements in the agent's maps alone */
};

/* What there is to read that needs code of its own. */
enum se_extra {
	SE_EXTRA_NONE = 0,
	SE_EXTRA_PIDFD,    /* first argument: a descriptor of a process */
	SE_EXTRA_NEW_PIDFD,
	SE_EXTRA_ROOT,     /* the root after the call */
	SE_EXTRA_BPF,
	SE_EXTRA_PRCTL,    /* a name, with PR_SET_NAME */
	SE_EXTRA_REBOOT,   /* a text, with RESTART2 */
	SE_EXTRA_FSCONFIG, /* a value that is a text, by the command */
	SE_EXTRA_IOCTL,    /* what the request passes */
};

enum lane { SHARED, CRITICAL, BULK };

/* Argument numbers; 0: none. */
struct se_spec {
	__u8 lane;
	__u8 form;
	__u8 extra;
	__u8 name, dirfd;
	__u8 target, target_dirfd;
	__u8 content; /* a text into target that is not looked up from a directory */
	__u8 fd;      /* of a file: its path and inode; SE_RESULT: the descriptor that the call returns */
	__u8 first, second;
	__u8 bytes, count, unit; /* into first: memory at `bytes`; `unit` bytes, times the argument `count` if there is one */
};

#define SE_RESULT 7
#define SE_MEMORY_MAX 64

#define IN(lane_) .lane = lane_,
#define ONLY(form_) .form = SE_FORM_##form_,
#define EXTRA(extra_) .extra = SE_EXTRA_##extra_,
#define NAME(n) .name = n,
#define NAME_AT(fd, n) .dirfd = fd, .name = n,
#define TARGET(n) .target = n,
#define TARGET_AT(fd, n) .target_dirfd = fd, .target = n,
#define CONTENT(n) .content = n,
#define FD(n) .fd = n,
#define FIRST(n) .first = n,
#define SECOND(n) .second = n,
#define BYTES(n, size) .bytes = n, .unit = size,
#define ARRAY(n, count_, size) .bytes = n, .count = count_, .unit = size,

/* X(type, number of 64-bit calls on x86-64, of 32-bit calls, what is read); those of arm64 are in calls_arm64.h */
#define SE_CALLS_BY_TABLE(X)                                                                                               \
	X(SETUID, 105, 213, IN(CRITICAL))                                                                                     \
	X(SETGID, 106, 214, IN(CRITICAL))                                                                                     \
	X(SETREUID, 113, 203, IN(CRITICAL))                                                                                   \
	X(SETREGID, 114, 204, IN(CRITICAL))                                                                                   \
	X(SETRESUID, 117, 208, IN(CRITICAL))                                                                                  \
	X(SETRESGID, 119, 210, IN(CRITICAL))                                                                                  \
	X(SETFSUID, 122, 215, IN(CRITICAL))                                                                                   \
	X(SETFSGID, 123, 216, IN(CRITICAL))                                                                                   \
	X(SETGROUPS, 116, 206, IN(CRITICAL) ARRAY(2, 1, 4))                                                                   \
	X(CAPSET, 126, 185, IN(CRITICAL) BYTES(2, 24))                                                                        \
	X(KILL, 62, 37, )                                                                                                  \
	X(TKILL, 200, 238, ONLY(OTHERS))                                                                                   \
	X(TGKILL, 234, 270, ONLY(OTHERS))                                                                                  \
	X(PIDFD_SEND_SIGNAL, 424, 424, EXTRA(PIDFD))                                                                       \
	X(RT_SIGQUEUEINFO, 129, 178, )                                                                                     \
	X(RT_TGSIGQUEUEINFO, 297, 335, )                                                                                   \
	X(MEMFD_CREATE, 319, 356, FIRST(1) FD(SE_RESULT))                                                                  \
	X(MMAP, 9, 192, ONLY(CODE))                                                                                        \
	X(MPROTECT, 10, 125, ONLY(CODE))                                                                                   \
	X(PKEY_MPROTECT, 329, 380, ONLY(CODE))                                                                             \
	X(USERFAULTFD, 323, 374, )                                                                                         \
	X(PROCESS_VM_READV, 310, 347, )                                                                                    \
	X(PROCESS_VM_WRITEV, 311, 348, )                                                                                   \
	X(INIT_MODULE, 175, 128, IN(CRITICAL) FIRST(3))                                                                    \
	X(FINIT_MODULE, 313, 350, IN(CRITICAL) FD(1) FIRST(2))                                                             \
	X(DELETE_MODULE, 176, 129, IN(CRITICAL) FIRST(1))                                                                  \
	X(KEXEC_LOAD, 246, 283, IN(CRITICAL))                                                                              \
	X(KEXEC_FILE_LOAD, 320, NONE, IN(CRITICAL) FD(1) FIRST(4))                                                         \
	X(BPF, 321, 357, ONLY(BPF) EXTRA(BPF))                                                                                       \
	X(PERF_EVENT_OPEN, 298, 336, BYTES(1, 16))                                                                         \
	X(MOUNT, 165, 21, IN(CRITICAL) CONTENT(1) NAME(2) FIRST(3) SECOND(5))                                              \
	X(UMOUNT, NONE, 22, IN(CRITICAL) NAME(1))                                                                          \
	X(UMOUNT2, 166, 52, IN(CRITICAL) NAME(1))                                                                          \
	X(MOVE_MOUNT, 429, 429, IN(CRITICAL) NAME_AT(1, 2) TARGET_AT(3, 4))                                                \
	X(OPEN_TREE, 428, 428, NAME_AT(1, 2) FD(SE_RESULT))                                                                \
	X(FSOPEN, 430, 430, FIRST(1))                                                                                      \
	X(FSCONFIG, 431, 431, FIRST(3) EXTRA(FSCONFIG))                                                                    \
	X(FSMOUNT, 432, 432, FD(SE_RESULT))                                                                                \
	X(FSPICK, 433, 433, NAME_AT(1, 2))                                                                                 \
	X(MOUNT_SETATTR, 442, 442, NAME_AT(1, 2) BYTES(4, 32))                                                             \
	X(PIVOT_ROOT, 155, 217, IN(CRITICAL) NAME(1) TARGET(2))                                                            \
	X(CHROOT, 161, 61, IN(CRITICAL) NAME(1) EXTRA(ROOT))                                                               \
	X(UNSHARE, 272, 310, IN(CRITICAL))                                                                                 \
	X(SETNS, 308, 346, IN(CRITICAL) FD(1))                                                                             \
	X(MKDIR, 83, 39, IN(BULK) NAME(1))                                                                                 \
	X(MKDIRAT, 258, 296, IN(BULK) NAME_AT(1, 2))                                                                       \
	X(MKNOD, 133, 14, IN(BULK) NAME(1))                                                                                \
	X(MKNODAT, 259, 297, IN(BULK) NAME_AT(1, 2))                                                                       \
	X(CHOWN, 92, 212, IN(BULK) NAME(1))                                                                                \
	X(LCHOWN, 94, 198, IN(BULK) NAME(1))                                                                               \
	X(FCHOWN, 93, 207, IN(BULK) FD(1))                                                                                 \
	X(FCHOWNAT, 260, 298, IN(BULK) NAME_AT(1, 2))                                                                      \
	X(SETXATTR, 188, 226, IN(BULK) NAME(1) FIRST(2))                                                                   \
	X(LSETXATTR, 189, 227, IN(BULK) NAME(1) FIRST(2))                                                                  \
	X(FSETXATTR, 190, 228, IN(BULK) FD(1) FIRST(2))                                                                    \
	X(SETXATTRAT, 463, 463, IN(BULK) NAME_AT(1, 2) FIRST(4))                                                           \
	X(REMOVEXATTR, 197, 235, IN(BULK) NAME(1) FIRST(2))                                                                \
	X(LREMOVEXATTR, 198, 236, IN(BULK) NAME(1) FIRST(2))                                                               \
	X(FREMOVEXATTR, 199, 237, IN(BULK) FD(1) FIRST(2))                                                                 \
	X(REMOVEXATTRAT, 466, 466, IN(BULK) NAME_AT(1, 2) FIRST(4))                                                        \
	X(UTIME, 132, 30, IN(BULK) NAME(1))                                                                                \
	X(UTIMES, 235, 271, IN(BULK) NAME(1))                                                                              \
	X(FUTIMESAT, 261, 299, IN(BULK) NAME_AT(1, 2))                                                                     \
	X(UTIMENSAT, 280, 320, IN(BULK) NAME_AT(1, 2))                                                                     \
	X(NAME_TO_HANDLE_AT, 303, 341, IN(BULK) NAME_AT(1, 2))                                                             \
	X(PIDFD_OPEN, 434, 434, EXTRA(NEW_PIDFD))                                                                          \
	X(PIDFD_GETFD, 438, 438, EXTRA(PIDFD) FD(SE_RESULT))                                                               \
	X(ADD_KEY, 248, 286, FIRST(1) SECOND(2))                                                                           \
	X(REQUEST_KEY, 249, 287, FIRST(1) SECOND(2))                                                                       \
	X(KEYCTL, 250, 288, )                                                                                              \
	X(SECCOMP, 317, 354, )                                                                                             \
	X(PRCTL, 157, 172, ONLY(PRCTL) EXTRA(PRCTL))                                                                       \
	X(SETHOSTNAME, 170, 74, ARRAY(1, 2, 1))                                                                            \
	X(SETDOMAINNAME, 171, 121, ARRAY(1, 2, 1))                                                                         \
	X(SETTIMEOFDAY, 164, 79, BYTES(1, 8))                                                                              \
	X(CLOCK_SETTIME, 227, 404, BYTES(2, 8))                                                                            \
	X(SWAPON, 167, 87, NAME(1))                                                                                        \
	X(SWAPOFF, 168, 115, NAME(1))                                                                                      \
	X(REBOOT, 169, 88, IN(CRITICAL) EXTRA(REBOOT))                                                                     \
	X(QUOTACTL, 179, 131, FIRST(2))                                                                                    \
	X(QUOTACTL_FD, 443, 443, FD(1))                                                                                    \
	X(ACCT, 163, 51, NAME(1))                                                                                          \
	X(SYSLOG, 103, 103, )                                                                                              \
	X(PERSONALITY, 135, 136, )                                                                                         \
	X(IOPL, 172, 110, )                                                                                                \
	X(IOPERM, 173, 101, )                                                                                              \
	X(IO_URING_SETUP, 425, 425, BYTES(2, 24))                                                                          \
	X(IO_URING_ENTER, 426, 426, ONLY(SEND))                                                                            \
	X(IO_URING_REGISTER, 427, 427, )                                                                                   \
	X(PRLIMIT64, 302, 340, ONLY(LIMIT) BYTES(3, 16))                                                                   \
	X(SPLICE, 275, 313, FD(1))                                                                                         \
	X(SENDFILE, 40, 187, FD(2) BYTES(3, 8))                                                                            \
	X(FANOTIFY_INIT, 300, 338, )                                                                                       \
	X(FANOTIFY_MARK, 301, 339, NAME_AT(4, 5))                                                                          \
	X(IOCTL, 16, 54, ONLY(IOCTL) FD(1) EXTRA(IOCTL))                                                                   \
	X(FILE_SETATTR, 469, 469, IN(BULK) NAME_AT(1, 2) BYTES(3, 24))

/* Calls that have programs of their own. X(type, 64-bit number, 32-bit number) */
#define SE_CALLS_BY_PROGRAM(X)                                                                                             \
	X(OPEN, 2, 5) X(OPENAT, 257, 295) X(OPENAT2, 437, 437) X(CREAT, 85, 8) X(OPEN_BY_HANDLE_AT, 304, 342)              \
	X(EXECVE, 59, 11) X(EXECVEAT, 322, 358)                                                                            \
	X(CHDIR, 80, 12) X(FCHDIR, 81, 133) X(PTRACE, 101, 26)                                                             \
	X(CONNECT, 42, 362) X(ACCEPT, 43, NONE) X(ACCEPT4, 288, 364) X(BIND, 49, 361) X(LISTEN, 50, 363)                   \
	X(SOCKET, 41, 359) X(SOCKETPAIR, 53, 360) X(SENDTO, 44, 369) X(SENDMSG, 46, 370) X(SENDMMSG, 307, 345)             \
	X(RECVFROM, 45, 371) X(RECVMSG, 47, 372) X(RECVMMSG, 299, 337) X(SHUTDOWN, 48, 373) X(READ, 0, 3)                  \
	X(READV, 19, 145) X(PREADV2, 327, 378) X(WRITE, 1, 4) X(WRITEV, 20, 146) X(PWRITEV2, 328, 379)                     \
	X(SETSOCKOPT, 54, 366) X(DUP, 32, 41) X(DUP2, 33, 63) X(DUP3, 292, 330) X(FCNTL, 72, 221)                                                 \
	X(UNLINK, 87, 10) X(UNLINKAT, 263, 301) X(RMDIR, 84, 40)                                                           \
	X(RENAME, 82, 38) X(RENAMEAT, 264, 302) X(RENAMEAT2, 316, 353)                                                     \
	X(LINK, 86, 9) X(LINKAT, 265, 303) X(SYMLINK, 88, 83) X(SYMLINKAT, 266, 304)                                       \
	X(CHMOD, 90, 15) X(FCHMOD, 91, 94) X(FCHMODAT, 268, 306) X(FCHMODAT2, 452, 452)                                    \
	X(TRUNCATE, 76, 92) X(FTRUNCATE, 77, 93)

/* Where names are among the arguments of calls that have programs of their own. */
#define SE_NAMES_BY_PROGRAM(X)                                                                                             \
	X(OPEN, NAME(1)) X(OPENAT, NAME(2)) X(OPENAT2, NAME(2)) X(CREAT, NAME(1))                                          \
	X(EXECVE, NAME(1)) X(EXECVEAT, NAME(2)) X(CHDIR, NAME(1))                                                          \
	X(UNLINK, NAME(1)) X(UNLINKAT, NAME(2)) X(RMDIR, NAME(1))                                                          \
	X(RENAME, NAME(1) TARGET(2)) X(RENAMEAT, NAME(2) TARGET(4)) X(RENAMEAT2, NAME(2) TARGET(4))                        \
	X(LINK, NAME(1) TARGET(2)) X(LINKAT, NAME(2) TARGET(4))                                                            \
	X(SYMLINK, NAME(2) CONTENT(1)) X(SYMLINKAT, NAME(3) CONTENT(1))                                                    \
	X(CHMOD, NAME(1)) X(FCHMODAT, NAME(2)) X(FCHMODAT2, NAME(2)) X(TRUNCATE, NAME(1))

/* Newer calls that do what one of the above does, and more, by the same arguments; their numbers are those of all machines. */
#define SE_CALLS_BY_NEWER(X) X(OPEN_TREE, 467) /* open_tree_attr, 6.15 */

/* Further numbers of x32 ... */
#define SE_CALLS_OF_X32(X)                                                                                                 \
	X(EXECVE, 520) X(EXECVEAT, 545) X(PTRACE, 521) X(SENDMSG, 518) X(SENDMMSG, 538) X(RECVFROM, 517)                   \
	X(RECVMSG, 519) X(RECVMMSG, 537) X(RT_SIGQUEUEINFO, 524) X(RT_TGSIGQUEUEINFO, 536)                                 \
	X(PROCESS_VM_READV, 539) X(PROCESS_VM_WRITEV, 540) X(KEXEC_LOAD, 528) X(READV, 515) X(WRITEV, 516)                 \
	X(PREADV2, 546) X(PWRITEV2, 547) X(IOCTL, 514) X(SETSOCKOPT, 541)

/* ... and of 32-bit calls: with 16-bit ids, with 64-bit times and lengths. */
#define SE_CALLS_OF_I386(X)                                                                                                \
	X(TRUNCATE, 193) X(FTRUNCATE, 194) X(FCNTL, 55) X(RECVMMSG, 417) X(MMAP, 90)                                       \
	X(SETUID, 23) X(SETGID, 46) X(SETREUID, 70) X(SETREGID, 71) X(SETRESUID, 164) X(SETRESGID, 170)                    \
	X(SETFSUID, 138) X(SETFSGID, 139) X(SETGROUPS, 81) X(CHOWN, 182) X(LCHOWN, 16) X(FCHOWN, 95)                       \
	X(UTIMENSAT, 412) X(SETTIMEOFDAY, 25) X(CLOCK_SETTIME, 264) X(SENDFILE, 239)

#define NUMBER64(type, nr64, ...) [nr64] = SE_##type,
#define NUMBER32(type, nr64, nr32, ...) [nr32] = SE_##type,
#define NUMBER(type, nr) [nr] = SE_##type,
#define SPEC(type, nr64, nr32, ...) [SE_##type] = { __VA_ARGS__ },
#define NAMES(type, ...) [SE_##type] = { __VA_ARGS__ },

#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Winitializer-overrides" /* of NONE */

/* From a call's number to the type of its event; 0: not of interest. User space clears the types that nobody asks for. */
#ifdef __TARGET_ARCH_arm64
__u8 se_calls64[SE_CALLS + 1] = { SE_CALLS_OF_ARM64(NUMBER) SE_CALLS_BY_NEWER(NUMBER) };
__u8 se_calls32[SE_CALLS + 1] = { SE_CALLS_OF_ARM(NUMBER) SE_CALLS_BY_NEWER(NUMBER) };
#else
__u8 se_calls64[SE_CALLS + 1] = {
	SE_CALLS_BY_TABLE(NUMBER64) SE_CALLS_BY_PROGRAM(NUMBER64) SE_CALLS_BY_NEWER(NUMBER) SE_CALLS_OF_X32(NUMBER)
};

__u8 se_calls32[SE_CALLS + 1] = {
	SE_CALLS_BY_TABLE(NUMBER32) SE_CALLS_BY_PROGRAM(NUMBER32) SE_CALLS_BY_NEWER(NUMBER)
	SE_CALLS_OF_I386(NUMBER) [102] = SE_SOCKETCALL,
};
#endif

#pragma clang diagnostic pop

const volatile struct se_spec se_specs[SE_TYPE_COUNT] = { SE_CALLS_BY_TABLE(SPEC) SE_NAMES_BY_PROGRAM(NAMES) };

/*
 * 1: nobody asks for events of this type. For those that do not come through the tables above, and for what comes through
 * them because of se_names.
 */
__u8 se_unwanted[SE_TYPE_COUNT] = {};

/* 1: what name servers send is asked for, whether or not calls that receive are. */
__u8 se_names = 0;

/* 1: what is sent to name servers is asked for, with what is in it, of calls that are asked for. */
__u8 se_questions = 0;

#endif
