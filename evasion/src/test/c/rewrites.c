/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * What a call asks for is rewritten by another thread while the kernel works. `a` is what counts as protected, `b` as decoy; which of
 * both the kernel took is seen by what it did.
 */
#include "trick.h"

#include "rewriting.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#define ROUNDS 300
#define PROGRAMS 100
#define HELD_UP 20

static char name[2];
static struct sockaddr_in address = { .sin_family = AF_INET };
static int rewriting;

static void wait_a_little(int round)
{
	for (volatile int i = 0; i < round % 64 * 16; i++)
		;
}

static void rewrite_name(void)
{
	name[0] = 'b';
}

/* Rewrites once each time that it is told to. */
static void *rewrite_once(void *rewrite)
{
	int round = 0;

	begun = 1;
	while (going) {
		if (!__atomic_load_n(&rewriting, __ATOMIC_ACQUIRE)) {
			sched_yield();
			continue;
		}
		wait_a_little(round++);
		((void (*)(void))rewrite)();
		__atomic_store_n(&rewriting, 0, __ATOMIC_RELEASE);
	}
	return NULL;
}

static void rewriting_ended(void)
{
	while (__atomic_load_n(&rewriting, __ATOMIC_ACQUIRE))
		sched_yield();
}

/* Makes a call with a name that is `a` when it begins, and may be `b` from some moment on. Returns what the call returned. */
static long rewritten(long call, long second)
{
	long result;

	name[0] = 'a';
	__atomic_store_n(&rewriting, 1, __ATOMIC_RELEASE);
	result = syscall(call, name, second, 0);
	if (result < 0)
		result = -errno;
	rewriting_ended();
	return result;
}

static void taken(int is_a)
{
	if (is_a)
		deeds.protected++;
	else
		deeds.decoy++;
}

static void renamed(void)
{
	pthread_t thread = beside(rewrite_once, rewrite_name);

	for (int i = 0; i < ROUNDS; i++) {
		write_file("a", "");
		write_file("b", "");
		must(rewritten(SYS_rename, (long)"c"), "rename");
		taken(access("a", F_OK) != 0);
	}
	finished(thread);
}

static void removed(void)
{
	pthread_t thread = beside(rewrite_once, rewrite_name);

	for (int i = 0; i < ROUNDS; i++) {
		write_file("a", "");
		write_file("b", "");
		must(rewritten(SYS_unlink, 0), "unlink");
		taken(access("a", F_OK) != 0);
	}
	finished(thread);
}

/* One is a directory, the other is not there. */
static void refused(void)
{
	pthread_t thread;

	must(mkdir("a", 0700), "a");
	thread = beside(rewrite_once, rewrite_name);
	for (int i = 0; i < ROUNDS; i++)
		taken(rewritten(SYS_open, O_WRONLY) == -EISDIR);
	finished(thread);
}

static long wait_for_writer(const char *pipe)
{
	return syscall(SYS_open, pipe, O_RDONLY);
}

/* The call waits for another end of the pipe, until its name has been rewritten. */
static void interrupted(void)
{
	if (call_and_rewrite(wait_for_writer) != -1 || errno != EINTR)
		broken("interrupted open");
	deeds.protected = 1;
}

/* No other thread: what is the same at both ends is what the kernel took. */
static void alone(void)
{
	write_file("a", "");
	must(syscall(SYS_unlink, "a"), "unlink");
	deeds.protected = 1;
}

static void *exchange(void *unused)
{
	while (going) {
		name[0] ^= 'a' ^ 'b';
		begun = 1;
		wait_a_little(1);
	}
	return unused;
}

/* A program's name is rewritten all the time; the program's own name tells which one runs. */
static void executed(void)
{
	int status;

	must(symlink("/bin/true", "a"), "a");
	must(symlink("/bin/false", "b"), "b");
	for (int i = 0; i < PROGRAMS; i++) {
		pid_t child = must(fork(), "fork");

		if (!child) {
			char *arguments[] = { "rewritten", (char *)folder, NULL }, *environment[] = { NULL };

			name[0] = 'a';
			beside(exchange, NULL);
			wait_a_little(i);
			execve(name, arguments, environment);
			_exit(2);
		}
		must(waitpid(child, &status, 0), "waitpid");
		taken(WEXITSTATUS(status) == 0);
	}
}

static void *exchange_addresses(void *unused)
{
	while (going) {
		address.sin_addr.s_addr ^= htonl(3);
		begun = 1;
		wait_a_little(1);
	}
	return unused;
}

/* The address is 127.0.39.1 or .2; the socket tells which it is connected to. */
static void connected(void)
{
	struct sockaddr_in any = { .sin_family = AF_INET, .sin_port = htons(0) }, peer;
	socklen_t length = sizeof(any);
	int server = must(socket(AF_INET, SOCK_STREAM, 0), "socket");
	pthread_t thread;

	must(bind(server, (struct sockaddr *)&any, sizeof(any)), "bind");
	must(listen(server, ROUNDS), "listen");
	must(getsockname(server, (struct sockaddr *)&any, &length), "getsockname");
	address.sin_port = any.sin_port;
	address.sin_addr.s_addr = inet_addr("127.0.39.1");
	thread = beside(exchange_addresses, NULL);
	for (int i = 0; i < ROUNDS; i++) {
		int fd = must(socket(AF_INET, SOCK_STREAM, 0), "socket");

		must(connect(fd, (struct sockaddr *)&address, sizeof(address)), "connect");
		length = sizeof(peer);
		must(getpeername(fd, (struct sockaddr *)&peer, &length), "getpeername");
		taken(peer.sin_addr.s_addr == inet_addr("127.0.39.1"));
		close(fd);
	}
	finished(thread);
}

/* The decoy is the next address. */
static void rewrite_to_next(void)
{
	address.sin_addr.s_addr = inet_addr("127.0.39.2");
}

/* The decoy is one that no connection can lead to. */
static void rewrite_to_group(void)
{
	address.sin_addr.s_addr = inet_addr("224.0.39.1");
}

/* The decoy is none of this machine's. */
static void rewrite_to_foreign(void)
{
	address.sin_addr.s_addr = inet_addr("203.0.113.1");
}

/* Makes a call with 127.0.39.1 when it begins, and maybe with the decoy from some moment on. Returns 0 or errno. */
static int with_address(int fd, int (*call)(int fd, const struct sockaddr *address, socklen_t length))
{
	int error;

	address.sin_addr.s_addr = inet_addr("127.0.39.1");
	__atomic_store_n(&rewriting, 1, __ATOMIC_RELEASE);
	error = call(fd, (struct sockaddr *)&address, sizeof(address)) ? errno : 0;
	rewriting_ended();
	return error;
}

/* A socket at that address and a port that nobody else has, which is then the port of `address`. */
static int bound_to(const char *host, int type)
{
	socklen_t length = sizeof(address);
	int fd = must(socket(AF_INET, type, 0), "socket");

	address.sin_addr.s_addr = inet_addr(host);
	must(bind(fd, (struct sockaddr *)&address, sizeof(address)), "bind");
	must(getsockname(fd, (struct sockaddr *)&address, &length), "getsockname");
	return fd;
}

/* What the call fails with tells which address the kernel used. */
static void refused_address(int (*call)(int, const struct sockaddr *, socklen_t), int error_of_protected, void (*rewrite)(void))
{
	pthread_t thread;

	bound_to("127.0.39.1", SOCK_STREAM);
	thread = beside(rewrite_once, rewrite);
	for (int i = 0; i < ROUNDS; i++) {
		int fd = must(socket(AF_INET, SOCK_STREAM, 0), "socket");

		taken(with_address(fd, call) == error_of_protected);
		close(fd);
	}
	finished(thread);
}

static void connection_refused(void)
{
	refused_address(connect, ECONNREFUSED, rewrite_to_group);
}

static void bind_refused(void)
{
	refused_address(bind, EADDRINUSE, rewrite_to_foreign);
}

static int send_empty(int fd, const struct sockaddr *to, socklen_t length)
{
	return sendto(fd, "", 0, 0, to, length);
}

/* Which of two sockets gets the datagram tells which address the kernel used. */
static void sent(void)
{
	struct pollfd ends[2] = { { .events = POLLIN }, { .events = POLLIN } };
	int sender = must(socket(AF_INET, SOCK_DGRAM, 0), "socket");
	pthread_t thread;
	char byte;

	ends[0].fd = bound_to("127.0.39.1", SOCK_DGRAM);
	ends[1].fd = bound_to("127.0.39.2", SOCK_DGRAM);
	thread = beside(rewrite_once, rewrite_to_next);
	for (int i = 0; i < ROUNDS; i++) {
		must(-with_address(sender, send_empty), "sendto");
		must(poll(ends, 2, 10000) == 1 ? 0 : -1, "a datagram");
		must(recv(ends[!ends[0].revents].fd, &byte, 1, 0), "recv");
		taken(ends[0].revents);
	}
	finished(thread);
}

/* The call waits for room in a queue, until its address has been rewritten. */
static void connection_interrupted(void)
{
	must(full_listener(), "listen");
	for (int i = 0; i < HELD_UP; i++) {
		if (connect_and_rewrite() != -1 || errno != EINTR)
			broken("interrupted connect");
		deeds.protected++;
	}
}

const struct trick rewrite_tricks[] = {
	{ "rewritten-rename", renamed },
	{ "rewritten-unlink", removed },
	{ "rewritten-refused", refused },
	{ "rewritten-interrupted", interrupted },
	{ "not-rewritten", alone },
	{ "rewritten-execve", executed },
	{ "rewritten-connect", connected },
	{ "rewritten-connect-refused", connection_refused },
	{ "rewritten-connect-interrupted", connection_interrupted },
	{ "rewritten-bind", bind_refused },
	{ "rewritten-sendto", sent },
	{ 0 },
};
