/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* The same calls made the 32-bit way, int 0x80, from a 64-bit program. */
#define _GNU_SOURCE
#include "check.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <unistd.h>

/* arch/x86/entry/syscalls/syscall_32.tbl */
enum {
	I386_OPEN = 5,
	I386_CREAT = 8,
	I386_UNLINK = 10,
	I386_EXECVE = 11,
	I386_CHMOD = 15,
	I386_RENAME = 38,
	I386_PTRACE = 26,
	I386_SOCKETCALL = 102,
	I386_OPENAT = 295,
	I386_BIND = 361,
};

enum { SOCKETCALL_CONNECT = 3, SOCKETCALL_LISTEN = 4 };

/* Memory that a 32-bit pointer reaches. */
static struct {
	char name[256], other[256];
	unsigned int vector[8];
	struct sockaddr_in address;
} *low;

static long call32(long nr, long a, long b, long c, long d)
{
	long result;

	__asm__ volatile("int $0x80"
			 : "=a"(result)
			 : "a"(nr), "b"(a), "c"(b), "d"(c), "S"(d)
			 : "memory", "r8", "r9", "r10", "r11");
	return (int)result;
}

#define ADDRESS32(p) ((long)(uintptr_t)(p))
#define DO32(call) \
	do { \
		long r_ = (call); \
		if (r_ < 0) \
			fail("%s:%d: %s: %s", __FILE__, __LINE__, #call, strerror(-r_)); \
	} while (0)

static void map_low(void)
{
	low = mmap(NULL, sizeof(*low), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
	REQUIRE(low != MAP_FAILED);
}

static void files32(void)
{
	map_low();
	strcpy(low->name, "/etc/shadow");
	DO32(call32(I386_OPEN, ADDRESS32(low->name), O_RDONLY, 0, 0));
	DO32(call32(I386_OPENAT, AT_FDCWD, ADDRESS32(low->name), O_RDONLY, 0));
	strcpy(low->name, FOLDER "/old");
	strcpy(low->other, FOLDER "/new");
	DO32(call32(I386_CREAT, ADDRESS32(low->name), 0600, 0, 0));
	DO32(call32(I386_CHMOD, ADDRESS32(low->name), 04755, 0, 0));
	DO32(call32(I386_RENAME, ADDRESS32(low->name), ADDRESS32(low->other), 0, 0));
	DO32(call32(I386_UNLINK, ADDRESS32(low->other), 0, 0, 0));
}

static void opens(void)
{
	pid_t pid = in_child(files32, NULL);
	const struct se_open *r = record(SE_OPEN, pid);

	REQUIRE_EQ(r->h.flags & SE_COMPAT, SE_COMPAT);
	REQUIRE_TEXT(path_text(r, &r->path), "/etc/shadow");
	REQUIRE_TEXT(span_text(r, r->asked.text), "/etc/shadow");
	r = record(SE_OPENAT, pid);
	REQUIRE_EQ(r->h.flags & SE_COMPAT, SE_COMPAT);
	REQUIRE_TEXT(path_text(r, &r->path), "/etc/shadow");
	REQUIRE_EQ(r->asked.dirfd, AT_FDCWD);
	r = record(SE_CREAT, pid);
	REQUIRE_TEXT(path_text(r, &r->path), FOLDER "/old");
}

static void tree(void)
{
	pid_t pid = in_child(files32, NULL);
	const struct se_fs *r = record(SE_RENAME, pid);

	REQUIRE_EQ(r->h.flags & SE_COMPAT, SE_COMPAT);
	REQUIRE_TEXT(span_text(r, r->asked.text), FOLDER "/old");
	REQUIRE_TEXT(span_text(r, r->target.text), FOLDER "/new");
	r = record(SE_CHMOD, pid);
	REQUIRE_EQ(r->mode, 04755);
	REQUIRE_EQ(r->h.flags & SE_COMPAT, SE_COMPAT);
	r = record(SE_UNLINK, pid);
	REQUIRE_TEXT(span_text(r, r->asked.text), FOLDER "/new");
}

static void sockets32(void)
{
	int server = DO(socket(AF_INET, SOCK_STREAM, 0)), client = DO(socket(AF_INET, SOCK_STREAM, 0));

	map_low();
	low->address = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(7002)};
	low->address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	DO32(call32(I386_BIND, server, ADDRESS32(&low->address), sizeof(low->address), 0));
	low->vector[0] = server;
	low->vector[1] = 3;
	DO32(call32(I386_SOCKETCALL, SOCKETCALL_LISTEN, ADDRESS32(low->vector), 0, 0));
	low->vector[0] = client;
	low->vector[1] = ADDRESS32(&low->address);
	low->vector[2] = sizeof(low->address);
	DO32(call32(I386_SOCKETCALL, SOCKETCALL_CONNECT, ADDRESS32(low->vector), 0, 0));
}

static void sockets(void)
{
	pid_t pid = in_child(sockets32, NULL);
	const struct se_net *r = record(SE_BIND, pid);

	REQUIRE_EQ(r->h.flags & SE_COMPAT, SE_COMPAT);
	REQUIRE_EQ(r->socket.lport, 7002);
	r = record(SE_LISTEN, pid);
	REQUIRE_EQ(r->h.flags & SE_COMPAT, SE_COMPAT);
	REQUIRE_EQ(r->backlog, 3);
	REQUIRE_EQ(r->socket.lport, 7002);
	r = record(SE_CONNECT, pid);
	REQUIRE_EQ(r->h.flags & SE_COMPAT, SE_COMPAT);
	REQUIRE_EQ(r->socket.rport, 7002);
	REQUIRE_EQ(r->socket.raddr[0], 127);
}

static void exec32(void)
{
	map_low();
	strcpy(low->name, "/bin/busybox");
	strcpy(low->other, "true");
	low->vector[0] = ADDRESS32(low->other);
	low->vector[1] = 0;
	call32(I386_EXECVE, ADDRESS32(low->name), ADDRESS32(low->vector), 0, 0);
	_exit(98);
}

static void exec(void)
{
	int status;
	pid_t pid = in_child(exec32, &status);

	REQUIRE_EQ(status, 0);
	const struct se_exec *r = record(SE_EXECVE, pid);

	REQUIRE_TEXT(path_text(r, &r->exe), "/bin/busybox");
	REQUIRE_TEXT(span_text(r, r->asked.text), "/bin/busybox");
	REQUIRE_EQ(r->args.len, 5);
}

static void trace_me32(void)
{
	DO32(call32(I386_PTRACE, PTRACE_TRACEME, 0, 0, 0));
}

static void ptrace32(void)
{
	const struct se_ptrace *r = record(SE_PTRACE, in_child(trace_me32, NULL));

	REQUIRE_EQ(r->h.flags & SE_COMPAT, SE_COMPAT);
	REQUIRE_EQ(r->request, PTRACE_TRACEME);
}

const struct check compat_checks[] = {
	{"32-bit: open, openat, creat", opens},
	{"32-bit: rename, chmod, unlink", tree},
	{"32-bit: bind, socketcall listen and connect", sockets},
	{"32-bit: execve", exec},
	{"32-bit: ptrace", ptrace32},
	{}
};
