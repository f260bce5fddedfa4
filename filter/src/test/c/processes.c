/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Programs, processes, credentials, signals, memory. */
#include "calls.h"

#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/wait.h>

static int other; /* a child that only waits */

static void programs(void)
{
	static const char *none[1];
	static unsigned narrow[1];
	char *absent = in_dir("absent");
	int status;

	expect("execve", "", text("evt.arg.filename=%s\tevt.rawres=-2\tevt.res=ENOENT", absent));
	both(59, 11, NUMBER(absent), NUMBER(none), NUMBER(narrow), 0, 0, 0);
	expect("execveat", "", text("evt.arg.filename=%s\tevt.res=ENOENT", absent));
	both(322, 358, AT_FDCWD, NUMBER(absent), NUMBER(none), NUMBER(narrow), 0, 0);
	for (int way = 1; way <= 2; way++) {
		int shown[2], child;

		pipe(shown);
		expect("fork", "", "");
		if (way == 1)
			child = call64(57, (long[6]){ 0 });
		else
			child = call32(2, (long[6]){ 0 });
		if (child == 0)
			_exit(3);
		waitpid(child, &status, 0);
		dprintf(1, "%d\tfork\t%s\t\tevt.rawres=%d\tevt.arg.child_pid=%d\n", getpid(), way == 1 ? "syscall" : "int80", child, child);
		dprintf(1, "%d\tprocexit\t-\tstatus=768 ret=3 sig=0 core=0\t\n", child);
		close(shown[0]);
		close(shown[1]);
	}
	for (int way = 1; way <= 2; way++) {
		int child = way == 1 ? call64(56, (long[6]){ SIGCHLD | CLONE_FILES }) : (int)call32(120, (long[6]){ SIGCHLD | CLONE_FILES });

		if (child == 0)
			_exit(0);
		waitpid(child, &status, 0);
		dprintf(1, "%d\tclone\t%s\t\tevt.rawres=%d\tevt.arg.flags=CLONE_FILES\n", getpid(), way == 1 ? "syscall" : "int80", child);
	}
	for (int way = 1; way <= 2; way++) {
		static unsigned long long arguments[8] = { CLONE_FS, 0, 0, 0, SIGCHLD };
		int child = way == 1 ? call64(435, (long[6]){ NUMBER(arguments), 64 }) : (int)call32(435, (long[6]){ NUMBER(arguments), 64 });

		if (child == 0)
			_exit(0);
		waitpid(child, &status, 0);
		dprintf(1, "%d\tclone3\t%s\t\tevt.rawres=%d\tevt.arg.flags=CLONE_FS\n", getpid(), way == 1 ? "syscall" : "int80", child);
	}
	for (int way = 1; way <= 2; way++) {
		/* The child shares this stack until it exits: without a function's return. */
		long child;

		if (way == 1)
			asm volatile("syscall\n\ttest %%rax, %%rax\n\tjnz 1f\n\tmov $60, %%eax\n\txor %%edi, %%edi\n\tsyscall\n1:"
				     : "=a"(child) : "a"(58L) : "rcx", "r11", "rdi", "memory");
		else
			asm volatile("int $0x80\n\ttest %%rax, %%rax\n\tjnz 1f\n\tmov $60, %%eax\n\txor %%edi, %%edi\n\tsyscall\n1:"
				     : "=a"(child) : "a"(190L) : "rcx", "r8", "r9", "r10", "r11", "rdi", "memory");
		waitpid(child, &status, 0);
		dprintf(1, "%d\tvfork\t%s\t\tevt.rawres=%ld\n", getpid(), way == 1 ? "syscall" : "int80", child);
	}
}

static void set_ids(int ways)
{
	static unsigned groups[2] = { 5, 6 };
	static unsigned short old_groups[2] = { 5, 6 };
	static unsigned header[2] = { 0x20080522, 0 }, data[6] = { 1 << 6, 1 << 6 | 1 << 7, 1 << 7, 0, 0, 0 };

	BY(ways, "setgroups", "res=$r size=2 gidlist=5,6", "", 116, 206, 2, groups, 0, 0, 0, 0);
	if (ways & 2)
		BY(ways, "setgroups", "res=$r size=2 gidlist=5,6", "", NONE, 81, 2, old_groups, 0, 0, 0, 0);
	BY(ways, "setregid", "res=$r rgid=3 egid=4", "group.gid=4", 114, 204, 3, 4, 0, 0, 0, 0);
	BY(ways, "setresgid", "res=$r rgid=3 egid=4 sgid=5", "group.gid=4", 119, 210, 3, 4, 5, 0, 0, 0);
	BY(ways, "setfsgid", "res=$r gid=5", "", 123, 216, 5, 0, 0, 0, 0, 0);
	BY(ways, "setgid", "res=$r gid=2", "group.gid=2", 106, 214, 2, 0, 0, 0, 0, 0);
	prctl(PR_SET_KEEPCAPS, 1);
	BY(ways, "setfsuid", "res=$r uid=5", "", 122, 215, 5, 0, 0, 0, 0, 0);
	BY(ways, "setreuid", "res=$r ruid=0(root) euid=7", "user.uid=7", 113, 203, 0, 7, 0, 0, 0, 0);
	BY(ways, "setresuid", "res=$r ruid=0(root) euid=7 suid=0(root)", "user.uid=7", 117, 208, 0, 7, 0, 0, 0, 0);
	setresuid(0, 0, 0);
	BY(ways, "setuid", "res=$r uid=0(root)", "user.uid=0", 105, 213, 0, 0, 0, 0, 0, 0);
	BY(ways, "capset",
	   "res=$r cap_inheritable=128(CAP_SETUID) cap_permitted=192(CAP_SETGID CAP_SETUID) cap_effective=64(CAP_SETGID)",
	   "thread.cap_permitted=CAP_SETGID CAP_SETUID\tthread.cap_effective=CAP_SETGID", 126, 185, header, data, 0, 0, 0, 0);
	if (ways & 2)
		BY(ways, "setuid", "res=$r uid=0(root)", "", NONE, 23, 0, 0, 0, 0, 0, 0);
	BY(ways, "setuid", "res=$r uid=9", "evt.res=EPERM", 105, 213, 9, 0, 0, 0, 0, 0);
}

static void signals(void)
{
	static struct { int number, error, code, rest[29]; } info = { SIGCONT, 0, SI_QUEUE, {} };
	char *target = text("target.pid=%d\ttarget.name=calls", other);
	static unsigned long long limit[2] = { 4096, 8192 };
	int fd = -1;

	CALL("prlimit64", text("res=$r pid=%d(calls) resource=4(RLIMIT_CORE) cur=4096 max=8192", other), 302, 340, other, 4, limit, 0, 0, 0);
	expect("kill", text("res=$r pid=%d(calls) sig=18(SIGCONT)", other), target);
	both(62, 37, other, SIGCONT, 0, 0, 0, 0);
	CALL("tkill", text("res=$r tid=%d(calls) sig=18(SIGCONT)", other), 200, 238, other, SIGCONT, 0, 0, 0, 0);
	CALL("tgkill", text("res=$r pid=%d(calls) tid=%d sig=18(SIGCONT)", other, other), 234, 270, other, other, SIGCONT, 0, 0, 0);
	CALL("rt_sigqueueinfo", text("res=$r pid=%d(calls) sig=18(SIGCONT)", other), 129, 178, other, SIGCONT, &info, 0, 0, 0);
	CALL("rt_tgsigqueueinfo", text("res=$r pid=%d(calls) tid=%d sig=18(SIGCONT)", other, other), 297, 335, other, other, SIGCONT, &info,
	     0, 0);
	expect("pidfd_open", text("fd=$r pid=%d(calls) flags=0(0)", other), target);
	fd = both(434, 434, other, 0, 0, 0, 0, 0);
	expect("pidfd_send_signal", text("res=$r pid_fd=%d pid=%d(calls) sig=18(SIGCONT)", fd, other), target);
	both(424, 424, fd, SIGCONT, 0, 0, 0, 0);
	expect("pidfd_getfd", text("fd=$r(<f>/dev/null) pid_fd=%d pid=%d(calls) target_fd=0 flags=0", fd, other), target);
	both(438, 438, fd, 0, 0, 0, 0, 0);
	expect("ptrace", "", text("evt.arg.request=PTRACE_SEIZE\ttarget.pid=%d\tevt.rawres=0", other));
	only64(101, PTRACE_SEIZE, other, 0, 0, 0, 0);
	expect("ptrace", "", text("evt.arg.request=PTRACE_SEIZE\tevt.arg.pid=%d\tevt.res=EPERM", other));
	only32(26, PTRACE_SEIZE, other, 0, 0, 0, 0);
}

/* A file that has just been made: mapped as code, and mapped to be read and made code then. */
static void new_code(void)
{
	static unsigned old[6] = { 0, 4096, 5, 2, 0, 4096 };
	char *name = in_dir("code"), *page;
	int fd = open(name, O_WRONLY | O_CREAT, 0700);

	ftruncate(fd, 8192);
	close(fd);
	fd = open(name, O_RDONLY);
	old[4] = fd;
	page = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_32BIT, fd, 0);
	char *mapped = text("res=$r addr=0 length=4096 prot=5(PROT_READ|PROT_EXEC) flags=2(MAP_PRIVATE) fd=%d(<f>%s) offset=4096", fd, name);
	char *facts = text("fd.name=%s\tfile.is_fresh=true\tevt.provenance=kernel_object\tevt.tampered=false", name);
	expect("mmap", mapped, facts);
	only64(9, 0, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, 4096);
	expect("mmap", mapped, facts);
	only32(192, 0, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, 1);
	expect("mmap", mapped, facts);
	only32(90, NUMBER(old), 0, 0, 0, 0, 0);
	close(fd);
	char *made = text("res=$r addr=%ld length=4096 prot=5(PROT_READ|PROT_EXEC) file=%s", NUMBER(page), name);
	facts = text("fd.name=%s\tfile.is_fresh=true", name);
	expect("mprotect", made, facts);
	both(10, 125, NUMBER(page), 4096, PROT_READ | PROT_EXEC, 0, 0, 0);
	expect("pkey_mprotect", made, facts);
	both(329, 380, NUMBER(page), 4096, PROT_READ | PROT_EXEC, -1, 0, 0);
	munmap(page, 4096);
}

static void memory(void)
{
	static struct iovec wide = { dir, 8 };
	static unsigned narrow[2], old[6] = { 0, 4096, 7, 0x22, -1u, 0 };
	char *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
	char *mapped = "res=$r addr=0 length=4096 prot=7(PROT_READ|PROT_WRITE|PROT_EXEC) flags=34(MAP_PRIVATE|MAP_ANONYMOUS) fd=-1 offset=0";
	int fd;

	narrow[0] = NUMBER(dir);
	narrow[1] = 8;
	fd = CALL("memfd_create", "fd=$r(<f>memfd:se) name=se flags=1(MFD_CLOEXEC)", 319, 356, "se", 1, 0, 0, 0, 0);
	ftruncate(fd, 8192);
	CALL64("mmap", mapped, 9, 0, 4096, 7, 0x22, -1, 0);
	CALL32("mmap", mapped, 192, 0, 4096, 7, 0x22, -1, 0);
	CALL32("mmap", mapped, 90, old, 0, 0, 0, 0, 0);
	char *of_file = text("res=$r addr=0 length=4096 prot=5(PROT_READ|PROT_EXEC) flags=2(MAP_PRIVATE) fd=%d(<f>memfd:se) offset=4096", fd);
	CALL64("mmap", of_file, 9, 0, 4096, 5, 2, fd, 4096);
	CALL32("mmap", of_file, 192, 0, 4096, 5, 2, fd, 1);
	CALL("mprotect", text("res=$r addr=%ld length=4096 prot=5(PROT_READ|PROT_EXEC)", NUMBER(page)), 10, 125, page, 4096, 5, 0, 0, 0);
	CALL("pkey_mprotect", text("res=$r addr=%ld length=4096 prot=5(PROT_READ|PROT_EXEC)", NUMBER(page)), 329, 380, page, 4096, 5, -1, 0,
	     0);
	/* Nothing to tell: not executable. */
	mprotect(page, 4096, PROT_READ | PROT_WRITE);
	new_code();
	CALL("userfaultfd", "fd=$r flags=1(UFFD_USER_MODE_ONLY)", 323, 374, 1, 0, 0, 0, 0, 0);
	CALL64("process_vm_readv", text("res=$r pid=%d(calls)", other), 310, other, &wide, 1, &wide, 1, 0);
	CALL32("process_vm_readv", text("res=$r pid=%d(calls)", other), 347, other, narrow, 1, narrow, 1, 0);
	CALL64("process_vm_writev", text("res=$r pid=%d(calls)", other), 311, other, &wide, 1, &wide, 1, 0);
	CALL32("process_vm_writev", text("res=$r pid=%d(calls)", other), 348, other, narrow, 1, narrow, 1, 0);
}

static void controls(int ways)
{
	static unsigned action = 0x7fff0000;
	int uts = open("/proc/self/ns/uts", O_RDONLY);

	BY(ways, "seccomp", "res=$r op=2(SECCOMP_GET_ACTION_AVAIL) flags=0", "", 317, 354, 2, 0, &action, 0, 0, 0);
	BY(ways, "prctl", "res=$r option=4(PR_SET_DUMPABLE) arg2_int=1", "", 157, 172, PR_SET_DUMPABLE, 1, 0, 0, 0, 0);
	char *name = text("se-name");
	BY(ways, "prctl", text("res=$r option=15(PR_SET_NAME) arg2_str=se-name arg2_int=%ld", NUMBER(name)), "", 157, 172, PR_SET_NAME, name, 0,
	   0, 0, 0);
	dprintf(1, "%d\tcomm\t-\tname=se-name oldname=calls tid=%d\t\n", getpid(), getpid());
	BY(ways, "unshare", "res=$r flags=67108864(CLONE_NEWUTS)", "", 272, 310, CLONE_NEWUTS, 0, 0, 0, 0, 0);
	expect("setns", "", text("evt.rawarg.fd=%d\tevt.arg.nstype=CLONE_NEWUTS\tevt.rawres=0\tfd.num=%d", uts, uts));
	by(ways, 308, 346, uts, CLONE_NEWUTS, 0, 0, 0, 0);
	BY(ways, "personality", "res=$r persona=262144(ADDR_NO_RANDOMIZE)", "", 135, 136, 0x40000, 0, 0, 0, 0, 0);
}

void process_calls(void)
{
	int ready[2];
	char byte;

	pipe(ready);
	other = fork();
	if (other == 0) {
		dup2(open("/dev/null", O_RDONLY), 0);
		write(ready[1], "", 1);
		for (;;)
			pause();
	}
	read(ready[0], &byte, 1);
	programs();
	in_children(set_ids);
	memory();
	signals();
	in_children(controls);
	kill(other, SIGKILL);
	waitpid(other, NULL, 0);
}
