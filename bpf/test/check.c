/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Performs the calls for real and looks at the records: what only C can reach easily (32-bit calls, deep paths, chroot,
 * races of exit). Every event type and field has its test in Java.
 */
#define _GNU_SOURCE
#include "harness.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#define X32_CALL 0x40000000 /* __X32_SYSCALL_BIT of <asm/unistd.h> */

static char dir[64]; /* a temporary folder, its own mount of tmpfs in a namespace of this process */
static char *low;    /* memory that 32-bit calls can point at */
static long *shared; /* what a child wants to tell */

static const char *in_dir(const char *name)
{
	static char paths[8][512];
	static int turn;
	char *path = paths[turn++ % 8];

	snprintf(path, sizeof(paths[0]), "%s/%s", dir, name);
	return path;
}

static long call32(long nr, long a, long b, long c)
{
	long result;

	asm volatile("int $0x80" : "=a"(result) : "a"(nr), "b"(a), "c"(b), "d"(c) : "memory", "r8", "r9", "r10", "r11");
	return (int)result;
}

static char *low_text(int at, const char *text)
{
	return strcpy(low + at, text);
}

static void touch(const char *path)
{
	close(open(path, O_CREAT | O_WRONLY, 0600));
}

/* ---- open ---- */

static void open_calls(void)
{
	struct { __u64 flags, mode, resolve; } how = { O_RDONLY, 0, 0x04 /* RESOLVE_NO_SYMLINKS */ };
	int fd = open(dir, O_RDONLY | O_DIRECTORY);

	openat(fd, "file", O_RDWR | O_CREAT | O_TRUNC, 0640);
	syscall(SYS_openat2, fd, "file", &how, sizeof(how));
	syscall(SYS_creat, in_dir("created"), 0600);
	open(in_dir("missing"), O_RDONLY);
	chdir(dir);
	syscall(SYS_open, "link", O_RDONLY);
	call32(5, (long)low_text(0, in_dir("file")), O_RDONLY, 0);
	syscall(SYS_openat | X32_CALL, AT_FDCWD, in_dir("file"), O_RDONLY, 0);
}

static void check_open(void)
{
	struct stat st;
	const struct record *r;
	int pid;

	symlink("file", in_dir("link"));
	pid = observe(open_calls);
	stat(in_dir("file"), &st);
	r = event(SE_OPENAT, 1);
	TEXT(path_text(r, &r->open.path), in_dir("file"));
	TEXT(span_text(r, r->open.asked.text), "file");
	TEXT(path_text(r, &r->open.asked.base), dir);
	NUMBER(r->open.path.root, r->open.path.names.len);
	NUMBER(r->open.open_flags, O_RDWR | O_CREAT | O_TRUNC);
	NUMBER(r->open.create_mode, 0640);
	NUMBER(r->open.inode.ino, st.st_ino);
	NUMBER(r->open.inode.mode, st.st_mode);
	NUMBER(r->open.inode.nlink, 1);
	NUMBER((r->open.inode.dev & 0xfffff), st.st_dev & 0xff);
	NUMBER(r->h.pid, pid);
	NUMBER(r->h.tid, pid);
	NUMBER(r->h.ppid, getpid());
	NUMBER(r->h.sid, getsid(0));
	NUMBER(r->h.pgid, getpgid(0));
	NUMBER(r->h.uid, 0);
	r = event(SE_OPENAT2, 0);
	TEXT(path_text(r, &r->open.path), in_dir("file"));
	NUMBER(r->open.resolve, 4);
	r = event(SE_CREAT, 0);
	TEXT(path_text(r, &r->open.path), in_dir("created"));
	NUMBER(r->open.open_flags, O_CREAT | O_WRONLY | O_TRUNC);
	r = event(SE_OPENAT, 2);
	NUMBER(r->h.result, -ENOENT);
	TEXT(span_text(r, r->open.asked.text), in_dir("missing"));
	NUMBER(r->open.path.names.off, 0);
	NUMBER(r->open.asked.base.names.off, 0);
	r = event(SE_OPEN, 0);
	TEXT(path_text(r, &r->open.path), in_dir("file"));
	TEXT(span_text(r, r->open.asked.text), "link");
	TEXT(path_text(r, &r->open.asked.base), dir);
	r = event(SE_OPEN, 1);
	TEXT(path_text(r, &r->open.path), in_dir("file"));
	NUMBER(r->h.flags, SE_COMPAT);
	/* Most kernels refuse x32 calls: then nothing was opened, and it must not look as if it had been. */
	r = event(SE_OPENAT, 3);
	NUMBER(r->h.flags, SE_X32);
	TEXT(span_text(r, r->open.asked.text), in_dir("file"));
	if (r->h.result < 0) {
		NUMBER(r->h.result, -ENOSYS);
		NUMBER(r->open.path.names.len, 0);
	} else
		TEXT(path_text(r, &r->open.path), in_dir("file"));
}

/* ---- unusual paths ---- */

static void odd_calls(void)
{
	char name[64];
	int fd = memfd_create("hidden", 0), pipes[2];

	snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	open(name, O_RDONLY);
	pipe(pipes);
	snprintf(name, sizeof(name), "/proc/self/fd/%d", pipes[0]);
	open(name, O_RDONLY);
	fd = open(in_dir("gone"), O_CREAT | O_RDWR, 0600);
	unlink(in_dir("gone"));
	snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	open(name, O_RDONLY);
	mkdir(in_dir("bound"), 0700);
	mkdir(in_dir("tree"), 0700);
	touch(in_dir("tree/leaf"));
	unshare(CLONE_NEWNS);
	mount(in_dir("tree"), in_dir("bound"), NULL, MS_BIND, NULL);
	open(in_dir("bound/leaf"), O_RDONLY);
	chroot(in_dir("bound"));
	open("/leaf", O_RDONLY);
	open("/proc/none", O_RDONLY);
}

static void check_odd(void)
{
	const struct record *r;

	observe(odd_calls);
	r = event(SE_OPENAT, 0);
	TEXT(path_text(r, &r->open.path), "memfd:hidden");
	NUMBER(r->open.path.flags, SE_PATH_PSEUDO | SE_PATH_MEMFD);
	NUMBER(r->open.path.root, SE_ROOT_NOT_MET);
	r = event(SE_OPENAT, 1);
	NUMBER(r->open.path.flags, SE_PATH_PSEUDO);
	NUMBER(r->open.inode.mode & S_IFMT, S_IFIFO);
	r = event(SE_OPENAT, 3);
	TEXT(path_text(r, &r->open.path), in_dir("gone"));
	NUMBER(r->open.path.flags, SE_PATH_UNLINKED);
	NUMBER(r->open.inode.nlink, 0);
	r = event(SE_OPENAT, 5);
	TEXT(path_text(r, &r->open.path), in_dir("bound/leaf"));
	r = event(SE_OPENAT, 6);
	TEXT(path_text(r, &r->open.path), in_dir("bound/leaf"));
	TEXT(root_text(r, &r->open.path), "/leaf");
}

#define DEPTH 300

static void deep_calls(void)
{
	int depth = shared[0];

	chdir(dir);
	for (int i = 0; i < depth; i++) {
		mkdir("component", 0700);
		chdir("component");
	}
	open("leaf", O_CREAT | O_RDWR, 0600);
}

static void check_deep(bool legacy)
{
	const struct record *r;
	int components = 0;

	shared[0] = DEPTH;
	observe(deep_calls);
	r = event(SE_OPENAT, 0);
	for (int i = 0; i < r->open.path.names.len; i++)
		components += r->bytes[r->open.path.names.off + i] == 0;
	TEXT(r->bytes + r->open.path.names.off, "leaf");
	if (legacy) {
		CHECK(components >= 64);
		NUMBER(r->open.path.flags, SE_PATH_CUT);
	} else {
		CHECK(components > DEPTH + 1);
		NUMBER(r->open.path.flags, 0);
		CHECK(strncmp(path_text(r, &r->open.path), dir, strlen(dir)) == 0);
	}
	shared[0] = 600;
	observe(deep_calls);
	r = event(SE_OPENAT, 0);
	NUMBER(r->open.path.flags, SE_PATH_CUT);
	TEXT(r->bytes + r->open.path.names.off, "leaf");
}

static void bad_names(void)
{
	char *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	char *lengthy = malloc(10000);

	memset(lengthy, 'x', 9999);
	lengthy[9999] = 0;
	munmap(page, 4096);
	open(page, O_RDONLY);
	open(lengthy, O_RDONLY);
	open("", O_RDONLY);
	chdir(dir);
	open("\xc3\xa9", O_RDONLY);
}

static void check_bad_names(void)
{
	const struct record *r;

	observe(bad_names);
	r = event(SE_OPENAT, 0);
	NUMBER(r->h.result, -EFAULT);
	NUMBER(r->h.flags, SE_NAME_FAULT);
	r = event(SE_OPENAT, 1);
	NUMBER(r->h.result, -ENAMETOOLONG);
	NUMBER(r->h.flags, SE_NAME_CUT);
	NUMBER(r->open.asked.text.len, 4096);
	r = event(SE_OPENAT, 2);
	NUMBER(r->h.result, -ENOENT);
	NUMBER(r->open.asked.text.len, 0);
	CHECK(r->open.asked.text.off != 0);
	r = event(SE_OPENAT, 3);
	TEXT(span_text(r, r->open.asked.text), "\xc3\xa9");
	TEXT(path_text(r, &r->open.asked.base), dir);
}

/* ---- programs and processes ---- */

static void run(const char *path, char *const arguments[])
{
	char *environment[] = { "A=B", NULL };

	if (fork() == 0) {
		execve(path, arguments, environment);
		_exit(3);
	}
	wait(NULL);
}

static void exec_calls(void)
{
	static char lengthy[9000];
	int sockets[2], fd, out;

	run("/bin/true", (char *[]){ "renamed", "one", "", NULL });
	memset(lengthy, 'y', sizeof(lengthy) - 1);
	run("/bin/true", (char *[]){ "true", lengthy, NULL });
	fd = open(in_dir("script"), O_CREAT | O_WRONLY, 0700);
	dprintf(fd, "#!/bin/sh -e\nexit 5\n");
	close(fd);
	chdir(dir);
	run("./script", (char *[]){ "script", NULL });
	run("./absent", (char *[]){ "absent", NULL });
	socketpair(AF_UNIX, SOCK_STREAM, 0, sockets);
	if (fork() == 0) {
		dup2(sockets[0], 0);
		dup2(open("/dev/null", O_WRONLY), 1);
		close(2);
		execl("/bin/true", "true", NULL);
	}
	wait(NULL);
	fd = open("/bin/true", O_RDONLY);
	out = memfd_create("program", MFD_CLOEXEC);
	fchmod(out, 0700);
	for (char buffer[4096];;) {
		ssize_t n = read(fd, buffer, sizeof(buffer));

		if (n <= 0 || write(out, buffer, n) != n)
			break;
	}
	if (fork() == 0) {
		syscall(SYS_execveat, out, "", (char *[]){ "fileless", NULL }, NULL, AT_EMPTY_PATH);
		_exit(4);
	}
	wait(NULL);
}

static void check_exec(void)
{
	const struct record *r;
	struct stat st;

	observe(exec_calls);
	stat("/bin/true", &st);
	r = event(SE_EXECVE, 0);
	TEXT(path_text(r, &r->exec.exe), "/usr/bin/true");
	TEXT(span_text(r, r->exec.asked.text), "/bin/true");
	NUMBER(r->exec.args.len, sizeof("renamed\0one\0"));
	CHECK(memcmp(r->bytes + r->exec.args.off, "renamed\0one\0", sizeof("renamed\0one\0")) == 0);
	NUMBER(r->exec.args_size, sizeof("renamed\0one\0"));
	NUMBER(r->exec.env_size, sizeof("A=B"));
	NUMBER(r->exec.inode.ino, st.st_ino);
	NUMBER(r->exec.mtime, st.st_mtim.tv_sec * 1000000000ll + st.st_mtim.tv_nsec);
	NUMBER(r->exec.ctime, st.st_ctim.tv_sec * 1000000000ll + st.st_ctim.tv_nsec);
	NUMBER(r->h.flags, 0);
	TEXT(r->h.comm, "true");
	CHECK(r->exec.cap_bounding != 0);
	r = event(SE_EXECVE, 1);
	NUMBER(r->h.flags, SE_ARGS_CUT);
	NUMBER(r->exec.args.len, 8192);
	NUMBER(r->exec.args_size, 9005);
	r = event(SE_EXECVE, 2);
	TEXT(path_text(r, &r->exec.exe), "/usr/bin/dash");
	TEXT(span_text(r, r->exec.asked.text), "./script");
	TEXT(span_text(r, r->exec.interp), "/bin/sh");
	TEXT(path_text(r, &r->exec.asked.base), dir);
	TEXT(path_text(r, &r->exec.cwd), dir);
	TEXT(r->h.comm, "script");
	r = event(SE_EXECVE, 3);
	NUMBER(r->h.result, -ENOENT);
	TEXT(span_text(r, r->exec.asked.text), "./absent");
	NUMBER(r->exec.asked_provenance, SE_FROM_USER_MEMORY);
	NUMBER(r->exec.exe.names.off, 0);
	r = event(SE_EXECVE, 4);
	NUMBER(r->exec.stdio[0], SE_FD_UNIX);
	NUMBER(r->exec.stdio[1], SE_FD_NULL);
	NUMBER(r->exec.stdio[2], SE_FD_CLOSED);
	NUMBER(r->exec.socket.family, AF_UNIX);
	CHECK(r->exec.socket.ino != 0);
	r = event(SE_EXECVEAT, 0);
	TEXT(path_text(r, &r->exec.exe), "memfd:program");
	NUMBER(r->exec.exe.flags, SE_PATH_PSEUDO | SE_PATH_MEMFD);
	TEXT(span_text(r, r->exec.args), "fileless");
	NUMBER(event_count(SE_COMM), 0);
}

static void *exit_alone(void *argument)
{
	usleep(20000);
	syscall(SYS_exit, 9);
	return NULL;
}

static void leader_first(void)
{
	pthread_t thread;

	pthread_create(&thread, NULL, exit_alone, NULL);
	syscall(SYS_exit, 6);
}

static void process_calls(void)
{
	int status;

	if (vfork() == 0)
		_exit(7);
	wait(NULL);
	if (fork() == 0)
		leader_first();
	wait(&status);
	shared[0] = status;
	if (fork() == 0)
		raise(SIGKILL);
	wait(NULL);
	if (syscall(SYS_fork) == 0)
		_exit(0);
	wait(NULL);
	if (syscall(SYS_clone3, (__u64[8]){ CLONE_UNTRACED, 0, 0, 0, SIGCHLD }, 64) == 0)
		_exit(0);
	wait(NULL);
	if (call32(2, 0, 0, 0) == 0)
		_exit(0);
	wait(NULL);
	prctl(PR_SET_NAME, "other name");
}

static void check_processes(void)
{
	const struct record *r;
	int pid = observe(process_calls);

	r = event(SE_VFORK, 0);
	NUMBER(r->h.pid, pid);
	NUMBER(r->fork.child_ppid, pid);
	NUMBER(r->h.result, r->fork.child_pid);
	NUMBER(r->fork.child_vpid, r->fork.child_pid);
	NUMBER(r->fork.child_parent_start, r->h.start);
	NUMBER(r->fork.child_generation, r->h.generation);
	NUMBER(r->fork.child_workload, r->h.workload);
	CHECK(r->fork.child_start > r->h.start);
	NUMBER(event(SE_PROCEXIT, 0)->exit.code, 7 << 8);
	NUMBER(event(SE_PROCEXIT, 0)->h.start, r->fork.child_start);
	NUMBER(event(SE_PROCEXIT, 1)->exit.code, shared[0]);
	NUMBER(event(SE_PROCEXIT, 2)->exit.code, SIGKILL);
	NUMBER(event_count(SE_PROCEXIT), 7);
	r = event(SE_CLONE, 0);
	CHECK(r->fork.clone_flags & CLONE_CHILD_SETTID);
	r = event(SE_CLONE3, 0);
	NUMBER(r->fork.clone_flags, CLONE_UNTRACED);
	NUMBER(event(SE_FORK, 0)->h.flags, 0);
	NUMBER(event(SE_FORK, 1)->h.flags, SE_COMPAT);
	r = event(SE_COMM, 0);
	TEXT(r->comm.name, "other name");
	NUMBER(r->comm.target_tid, pid);
	CHECK(strcmp(r->h.comm, "other name") != 0);
}

static void attach_to_child(void)
{
	int traced = fork();

	if (!traced)
		for (;;)
			pause();
	ptrace(PTRACE_SEIZE, traced, 0, 0);
	kill(traced, SIGKILL);
	waitpid(traced, NULL, 0);
}

static void directory_calls(void)
{
	int fd = open(dir, O_RDONLY);

	mkdir(in_dir("sub"), 0700);
	fchdir(fd);
	chdir("sub");
	chdir("nowhere");
	attach_to_child();
	ptrace(PTRACE_TRACEME, 0, 0, 0);
}

static void check_directory(void)
{
	const struct record *r, *child;

	observe(directory_calls);
	r = event(SE_FCHDIR, 0);
	TEXT(path_text(r, &r->chdir.cwd), dir);
	r = event(SE_CHDIR, 0);
	TEXT(path_text(r, &r->chdir.cwd), in_dir("sub"));
	TEXT(span_text(r, r->chdir.asked.text), "sub");
	NUMBER(r->chdir.asked.base.names.off, 0);
	r = event(SE_CHDIR, 1);
	NUMBER(r->h.result, -ENOENT);
	TEXT(path_text(r, &r->chdir.cwd), in_dir("sub"));
	TEXT(path_text(r, &r->chdir.asked.base), in_dir("sub"));
	child = event(SE_CLONE, 0);
	r = event(SE_PTRACE, 0);
	NUMBER(r->ptrace.request, PTRACE_SEIZE);
	NUMBER(r->ptrace.target_tid, child->fork.child_pid);
	NUMBER(r->ptrace.target_pid, child->fork.child_pid);
	NUMBER(r->ptrace.target_start, child->fork.child_start);
	r = event(SE_PTRACE, 1);
	NUMBER(r->ptrace.request, PTRACE_TRACEME);
	NUMBER(r->ptrace.target_pid, 0);
	NUMBER(r->h.result, 0);
}

/* ---- sockets ---- */

static struct sockaddr_in inet(int port)
{
	return (struct sockaddr_in){ .sin_family = AF_INET, .sin_port = htons(port), .sin_addr = { htonl(INADDR_LOOPBACK) } };
}

static void inet_calls(void)
{
	struct sockaddr_in address = inet(0), away = inet(1);
	struct sockaddr_in6 v6 = { .sin6_family = AF_INET6, .sin6_port = htons(9), .sin6_addr = IN6ADDR_LOOPBACK_INIT };
	socklen_t length = sizeof(address);
	int server = socket(AF_INET, SOCK_STREAM, 0), client = socket(AF_INET, SOCK_STREAM, 0), udp;
	unsigned int *arguments = (unsigned int *)(low + 256);

	bind(server, (void *)&address, sizeof(address));
	listen(server, 17);
	getsockname(server, (void *)&address, &length);
	shared[0] = ntohs(address.sin_port);
	fcntl(client, F_SETFL, O_NONBLOCK);
	connect(client, (void *)&address, sizeof(address));
	length = sizeof(address);
	getsockname(client, (void *)&address, &length);
	shared[1] = ntohs(address.sin_port);
	accept4(server, NULL, NULL, SOCK_CLOEXEC);
	connect(socket(AF_INET, SOCK_STREAM, 0), (void *)&away, sizeof(away));
	udp = socket(AF_INET6, SOCK_DGRAM, 0);
	connect(udp, (void *)&v6, sizeof(v6));
	memcpy(low, &away, sizeof(away));
	arguments[0] = socket(AF_INET, SOCK_DGRAM, 0);
	arguments[1] = (unsigned int)(long)low;
	arguments[2] = sizeof(away);
	call32(102, 3, (long)arguments, 0);
	address = inet(shared[0]);
	bind(socket(AF_INET, SOCK_STREAM, 0), (void *)&address, sizeof(address));
	connect(-1, (void *)&away, sizeof(away));
}

static void check_inet(void)
{
	static const __u8 loopback[16] = { 127, 0, 0, 1 };
	const struct record *r;

	observe(inet_calls);
	r = event(SE_BIND, 0);
	NUMBER(r->net.socket.lport, shared[0]);
	CHECK(memcmp(r->net.socket.laddr, loopback, 16) == 0);
	NUMBER(r->net.socket.family, AF_INET);
	NUMBER(r->net.socket.type, SOCK_STREAM);
	NUMBER(r->net.socket.protocol, IPPROTO_TCP);
	NUMBER(r->net.socket.provenance, SE_FROM_KERNEL_OBJECT);
	r = event(SE_LISTEN, 0);
	NUMBER(r->net.backlog, 17);
	NUMBER(r->net.socket.lport, shared[0]);
	r = event(SE_CONNECT, 0);
	NUMBER(r->h.result, -EINPROGRESS);
	NUMBER(r->net.socket.rport, shared[0]);
	NUMBER(r->net.socket.lport, shared[1]);
	CHECK(memcmp(r->net.socket.raddr, loopback, 16) == 0);
	NUMBER(r->net.socket.provenance, SE_FROM_KERNEL_OBJECT);
	r = event(SE_ACCEPT4, 0);
	NUMBER(r->net.socket.lport, shared[0]);
	NUMBER(r->net.socket.rport, shared[1]);
	CHECK(r->net.fd != r->h.result);
	r = event(SE_CONNECT, 1);
	NUMBER(r->h.result, -ECONNREFUSED);
	NUMBER(r->net.socket.rport, 1);
	CHECK(memcmp(r->net.socket.raddr, loopback, 16) == 0);
	NUMBER(r->net.socket.provenance, SE_FROM_USER_MEMORY);
	r = event(SE_CONNECT, 2);
	NUMBER(r->net.socket.family, AF_INET6);
	NUMBER(r->net.socket.raddr[15], 1);
	NUMBER(r->net.socket.rport, 9);
	NUMBER(r->net.socket.protocol, IPPROTO_UDP);
	r = event(SE_CONNECT, 3);
	NUMBER(r->h.flags, SE_COMPAT);
	NUMBER(r->h.result, 0);
	NUMBER(r->net.socket.rport, 1);
	r = event(SE_BIND, 1);
	NUMBER(r->h.result, -EADDRINUSE);
	NUMBER(r->net.socket.lport, shared[0]);
	NUMBER(r->net.socket.provenance, SE_FROM_USER_MEMORY);
	r = event(SE_CONNECT, 4);
	NUMBER(r->h.result, -EBADF);
	NUMBER(r->net.socket.family, AF_INET);
	NUMBER(r->net.socket.rport, 1);
}

/* Waits for the state of a socket: what a connection comes to is known from a packet, not from a call. */
static void until_state(int fd, int state)
{
	struct tcp_info info;
	socklen_t length = sizeof(info);

	for (int i = 0; i < 6000; i++) {
		getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &length);
		if (info.tcpi_state == state)
			return;
		usleep(10000);
	}
}

static int connect_to(int port)
{
	struct sockaddr_in address = inet(port);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);

	connect(fd, (void *)&address, sizeof(address));
	return fd;
}

static void tcp_calls(void)
{
	struct sockaddr_in address = inet(0);
	struct linger reset = { 1, 0 };
	socklen_t length = sizeof(address);
	int server = socket(AF_INET, SOCK_STREAM, 0), client, end;
	char data[1000] = "";

	bind(server, (void *)&address, sizeof(address));
	listen(server, 3);
	getsockname(server, (void *)&address, &length);
	shared[0] = ntohs(address.sin_port);
	client = connect_to(shared[0]);
	length = sizeof(address);
	getsockname(client, (void *)&address, &length);
	shared[1] = ntohs(address.sin_port);
	if (fork() == 0) {
		end = accept(server, NULL, NULL);
		recv(end, data, sizeof(data), MSG_WAITALL);
		write(end, data, 10);
		until_state(end, TCP_CLOSE_WAIT);
		_exit(0);
	}
	usleep(50000);
	write(client, data, sizeof(data));
	fcntl(client, F_SETFL, 0);
	recv(client, data, 10, MSG_WAITALL);
	shutdown(client, SHUT_WR);
	read(client, data, 1);
	close(client);
	wait(NULL);
	until_state(connect_to(1), TCP_CLOSE);
	client = connect_to(shared[0]);
	end = accept(server, NULL, NULL);
	setsockopt(client, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset));
	close(client);
	until_state(end, TCP_CLOSE);
}

/* The nth record of a type about the socket with these ports. */
static const struct record *of_ports(enum se_type type, int local, int remote)
{
	for (int i = 0; i < event_count(type); i++)
		if (event(type, i)->net.socket.lport == local && event(type, i)->net.socket.rport == remote)
			return event(type, i);
	return event(type, event_count(type));
}

static void check_tcp(void)
{
	int pid = observe(tcp_calls), acceptor, to, from;
	const struct record *r;

	to = shared[0];
	from = shared[1];
	acceptor = event(SE_CLONE, 0)->fork.child_pid;
	NUMBER(event_count(SE_TCP_ESTABLISHED), 4);
	r = of_ports(SE_TCP_ESTABLISHED, from, to);
	NUMBER(r->h.pid, pid);
	NUMBER(r->h.result, 0);
	NUMBER(r->net.kind, SE_PART_CONNECTS);
	NUMBER(r->net.call_flags, SE_SIDE_CLIENT);
	NUMBER(r->net.socket.state, TCP_ESTABLISHED);
	NUMBER(r->net.socket.raddr[0], 127);
	CHECK(r->net.args[SE_TCP_DURATION] > 0);
	CHECK(r->net.socket.ino != 0);
	r = of_ports(SE_TCP_ESTABLISHED, to, from);
	NUMBER(r->h.pid, pid);
	NUMBER(r->net.kind, SE_PART_LISTENS);
	NUMBER(r->net.call_flags, SE_SIDE_SERVER);
	r = of_ports(SE_TCP_CLOSE, from, to);
	NUMBER(r->h.pid, pid);
	NUMBER(r->h.result, 0);
	NUMBER(r->net.args[SE_TCP_SENT], 1000);
	NUMBER(r->net.args[SE_TCP_RECEIVED], 10);
	CHECK(r->net.args[SE_TCP_DURATION] >= 50000000);
	r = of_ports(SE_TCP_CLOSE, to, from);
	NUMBER(r->h.pid, acceptor);
	NUMBER(r->net.kind, SE_PART_ACCEPTED);
	NUMBER(r->net.args[SE_TCP_SENT], 10);
	NUMBER(r->net.args[SE_TCP_RECEIVED], 1000);
	CHECK(r->net.args[SE_TCP_DURATION] >= 50000000);
	r = event(SE_TCP_FAILED, 0);
	NUMBER(r->h.pid, pid);
	NUMBER(r->h.result, -ECONNREFUSED);
	NUMBER(r->net.socket.rport, 1);
	NUMBER(event_count(SE_TCP_CLOSE), 4);
	/* The reset: its sender, and who got it. */
	r = event(SE_TCP_CLOSE, 2);
	NUMBER(r->h.result, 0);
	NUMBER(r->net.call_flags, SE_SIDE_CLIENT);
	r = event(SE_TCP_CLOSE, 3);
	NUMBER(r->h.result, -ECONNRESET);
	NUMBER(r->h.pid, pid);
	NUMBER(r->net.kind, SE_PART_ACCEPTED);
}

static void unix_calls(void)
{
	struct sockaddr_un path = { .sun_family = AF_UNIX }, abstract = { .sun_family = AF_UNIX, .sun_path = "\0hidden" };
	int server = socket(AF_UNIX, SOCK_STREAM, 0), client = socket(AF_UNIX, SOCK_STREAM, 0);

	strcpy(path.sun_path, in_dir("socket"));
	bind(server, (void *)&path, sizeof(path));
	listen(server, 1);
	connect(client, (void *)&path, sizeof(path));
	accept(server, NULL, NULL);
	bind(socket(AF_UNIX, SOCK_DGRAM, 0), (void *)&abstract, 2 + 7);
	strcpy(path.sun_path, in_dir("absent"));
	connect(socket(AF_UNIX, SOCK_STREAM, 0), (void *)&path, sizeof(path));
	abstract.sun_path[1] = 'x';
	connect(socket(AF_UNIX, SOCK_STREAM, 0), (void *)&abstract, 2 + 7);
}

static void check_unix(void)
{
	const struct record *r;
	int pid = observe(unix_calls);

	TEXT(span_text(event(SE_BIND, 0), event(SE_BIND, 0)->net.socket.lpath), in_dir("socket"));
	r = event(SE_CONNECT, 0);
	TEXT(span_text(r, r->net.socket.rpath), in_dir("socket"));
	NUMBER(r->net.socket.peer_pid, pid);
	r = event(SE_ACCEPT, 0);
	TEXT(span_text(r, r->net.socket.lpath), in_dir("socket"));
	NUMBER(r->net.socket.rpath.off, 0);
	NUMBER(r->net.socket.peer_pid, pid);
	r = event(SE_BIND, 1);
	NUMBER(r->net.socket.lpath.len, 7);
	CHECK(memcmp(r->bytes + r->net.socket.lpath.off, "\0hidden", 7) == 0);
	r = event(SE_CONNECT, 1);
	NUMBER(r->h.result, -ENOENT);
	TEXT(span_text(r, r->net.socket.rpath), in_dir("absent"));
	NUMBER(r->net.socket.provenance, SE_FROM_USER_MEMORY);
	r = event(SE_CONNECT, 2);
	NUMBER(r->h.result, -ECONNREFUSED);
	NUMBER(r->net.socket.rpath.len, 7);
	CHECK(memcmp(r->bytes + r->net.socket.rpath.off, "\0xidden", 7) == 0);
}

/* ---- the file tree ---- */

static void tree_calls(void)
{
	int fd = open(dir, O_RDONLY), file;

	chdir(dir);
	touch("a");
	rename("a", "b");
	syscall(SYS_renameat, fd, "b", fd, "c");
	syscall(SYS_renameat2, fd, "c", AT_FDCWD, in_dir("d"), 1 /* RENAME_NOREPLACE */);
	link("d", "e");
	linkat(fd, "d", fd, "f", AT_SYMLINK_FOLLOW);
	symlink("content", "g");
	symlinkat("content", fd, "h");
	chmod("d", 0640);
	file = open("d", O_RDWR);
	fchmod(file, 04755);
	fchmodat(fd, "d", 0600, 0);
	syscall(452, fd, "d", 0644, 0x100 /* AT_SYMLINK_NOFOLLOW */);
	truncate("d", 10);
	ftruncate(file, 20);
	call32(194, file, 1, 2);
	unlink("d");
	unlinkat(fd, "e", 0);
	mkdir("i", 0700);
	rmdir("i");
	call32(38, (long)low_text(0, in_dir("f")), (long)low_text(512, in_dir("j")), 0);
}

static void check_tree(void)
{
	const struct record *r;

	observe(tree_calls);
	r = event(SE_RENAME, 0);
	TEXT(span_text(r, r->fs.asked.text), "a");
	TEXT(span_text(r, r->fs.target.text), "b");
	TEXT(path_text(r, &r->fs.asked.base), dir);
	TEXT(path_text(r, &r->fs.target.base), dir);
	r = event(SE_RENAMEAT, 0);
	TEXT(span_text(r, r->fs.target.text), "c");
	CHECK(r->fs.target.dirfd >= 0);
	r = event(SE_RENAMEAT2, 0);
	NUMBER(r->fs.call_flags, 1);
	TEXT(span_text(r, r->fs.target.text), in_dir("d"));
	NUMBER(r->fs.target.base.names.off, 0);
	TEXT(span_text(event(SE_LINK, 0), event(SE_LINK, 0)->fs.target.text), "e");
	NUMBER(event(SE_LINKAT, 0)->fs.call_flags, AT_SYMLINK_FOLLOW);
	r = event(SE_SYMLINK, 0);
	TEXT(span_text(r, r->fs.asked.text), "g");
	TEXT(span_text(r, r->fs.target.text), "content");
	NUMBER(r->fs.target.base.names.off, 0);
	TEXT(span_text(event(SE_SYMLINKAT, 0), event(SE_SYMLINKAT, 0)->fs.asked.text), "h");
	NUMBER(event(SE_CHMOD, 0)->fs.mode, 0640);
	r = event(SE_FCHMOD, 0);
	NUMBER(r->fs.mode, 04755);
	TEXT(path_text(r, &r->fs.path), in_dir("d"));
	NUMBER(r->fs.inode.mode, S_IFREG | 04755);
	NUMBER(event(SE_FCHMODAT, 0)->fs.mode, 0600);
	NUMBER(event(SE_FCHMODAT2, 0)->fs.call_flags, 0x100);
	NUMBER(event(SE_TRUNCATE, 0)->fs.length, 10);
	r = event(SE_FTRUNCATE, 0);
	NUMBER(r->fs.length, 20);
	TEXT(path_text(r, &r->fs.path), in_dir("d"));
	r = event(SE_FTRUNCATE, 1);
	NUMBER(r->fs.length, 0x200000001);
	NUMBER(r->h.flags, SE_COMPAT);
	TEXT(span_text(event(SE_UNLINK, 0), event(SE_UNLINK, 0)->fs.asked.text), "d");
	TEXT(path_text(event(SE_UNLINKAT, 0), &event(SE_UNLINKAT, 0)->fs.asked.base), dir);
	TEXT(span_text(event(SE_RMDIR, 0), event(SE_RMDIR, 0)->fs.asked.text), "i");
	r = event(SE_RENAME, 1);
	TEXT(span_text(r, r->fs.target.text), in_dir("j"));
	NUMBER(r->h.flags, SE_COMPAT);
}

/* ---- namespaces, running tasks, accounting ---- */

static void namespace_calls(void)
{
	unshare(CLONE_NEWPID);
	if (fork() == 0) {
		touch("/dev/null");
		_exit(0);
	}
	wait(NULL);
}

static void check_namespace(void)
{
	const struct record *r;

	observe(namespace_calls);
	r = event(SE_CLONE, 0);
	NUMBER(r->fork.child_vpid, 1);
	CHECK(r->fork.child_pid_ns != r->h.pid_ns);
	r = event(SE_OPENAT, 0);
	NUMBER(r->h.vpid, 1);
	NUMBER(r->h.vtid, 1);
	CHECK(r->h.pid != 1);
}

static void check_tasks(void)
{
	const struct record *r = running_task(getpid());
	char exe[512] = "", cwd[512] = "";

	readlink("/proc/self/exe", exe, sizeof(exe) - 1);
	getcwd(cwd, sizeof(cwd));
	NUMBER(r->h.type, SE_TASK);
	NUMBER(r->h.ppid, getppid());
	NUMBER(r->h.sid, getsid(0));
	TEXT(path_text(r, &r->exec.exe), exe);
	TEXT(path_text(r, &r->exec.cwd), cwd);
	CHECK(r->h.start != 0);
	CHECK(running_task(2)->h.flags & SE_KTHREAD);
}

static char name[2];

static bool sleeps(int pid)
{
	char path[64], content[256] = "";
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/task/%d/stat", pid, pid);
	fd = syscall(SYS_open, path, O_RDONLY);
	read(fd, content, sizeof(content) - 1);
	close(fd);
	return strstr(content, ") S ") != NULL;
}

static void *rewrite(void *unused)
{
	while (!sleeps(getpid()))
		sched_yield();
	name[0] = 'b';
	syscall(SYS_tgkill, getpid(), getpid(), SIGUSR1);
	return unused;
}

static void woken(int signal)
{
}

/* A name that is rewritten while the call waits for the other end of a pipe, and two that are not. */
static void rewritten_calls(void)
{
	struct sigaction action = { .sa_handler = woken };
	pthread_t thread;

	chdir(dir);
	touch("still");
	rename("still", in_dir("there"));
	mkfifo("a", 0600);
	sigaction(SIGUSR1, &action, NULL);
	name[0] = 'a';
	pthread_create(&thread, NULL, rewrite, NULL);
	openat(AT_FDCWD, name, O_RDONLY);
	pthread_join(thread, NULL);
	unlink("a");
}

static const struct record *open_of(const char *one, const char *other)
{
	for (int i = 0; i < event_count(SE_OPENAT); i++) {
		const struct record *r = event(SE_OPENAT, i);
		const char *text = span_text(r, r->open.asked.text);

		if (!strcmp(text, one) || !strcmp(text, other))
			return r;
	}
	CHECK(!"an open of the pipe");
	return event(SE_OPENAT, 0);
}

static void check_rewritten(void)
{
	bool copies = names_start();
	const struct record *r;

	observe(rewritten_calls);
	r = open_of("a", "b");
	CHECK(r->h.result < 0);
	NUMBER(r->h.flags & (SE_NAME_COPIED | SE_MEMORY_SHARED), copies ? SE_NAME_COPIED | SE_MEMORY_SHARED : SE_MEMORY_SHARED);
	TEXT(span_text(r, r->open.asked.text), copies ? "a" : "b");
	TEXT(span_text(r, r->open.asked.other), copies ? "b" : "a");
	TEXT(path_text(r, &r->open.asked.base), dir);
	r = event(SE_RENAME, 0);
	NUMBER(r->h.flags, copies ? SE_NAME_COPIED : 0);
	TEXT(span_text(r, r->fs.asked.text), "still");
	TEXT(span_text(r, r->fs.asked.other), "still");
	TEXT(span_text(r, r->fs.target.text), in_dir("there"));
	TEXT(span_text(r, r->fs.target.other), in_dir("there"));
	printf("names: %s\n", copies ? "the kernel's copies" : "at both ends of a call");
	names_stop();
	observe(rewritten_calls);
	NUMBER(event(SE_RENAME, 0)->fs.asked.other.off, 0);
}

static void check_accounts(void)
{
	for (int type = 1; type < SE_TYPE_COUNT; type++) {
		struct se_counter c = counted(type);

		NUMBER(c.produced, c.submitted + c.filtered + c.lost[0] + c.lost[1] + c.lost[2] + c.lost[3]);
		NUMBER(c.lost[SE_LOST_ERROR], 0);
	}
	CHECK(counted(SE_PROCEXIT).filtered > 0);
}

int main(int argc, char **argv)
{
	if (argc != 2) {
		fprintf(stderr, "usage: %s OBJECT\n", argv[0]);
		return 2;
	}
	strcpy(dir, "/tmp/se-check-XXXXXX");
	if (!mkdtemp(dir))
		return 1;
	/* All mounts and files of the test vanish with this process's mount namespace. */
	if (unshare(CLONE_NEWNS) || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) || mount("tmpfs", dir, "tmpfs", 0, NULL)) {
		perror("mount namespace");
		return 1;
	}
	low = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
	shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	sensor_start(argv[1]);
	check_open();
	check_odd();
	check_deep(strstr(argv[1], "legacy"));
	check_bad_names();
	check_exec();
	check_processes();
	check_directory();
	check_inet();
	check_tcp();
	check_unix();
	check_tree();
	check_namespace();
	check_tasks();
	check_rewritten();
	check_accounts();
	sensor_stop();
	umount(dir);
	rmdir(dir);
	printf("%s: %d failures\n", argv[1], failures());
	return failures() != 0;
}
