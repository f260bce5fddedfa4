/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * What a call asks for is rewritten by another thread while the kernel works. `a` is what counts as protected, `b` as decoy; which of
 * both the kernel took is seen by what it did.
 */
#include "trick.h"

#include "rewriting.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#define ROUNDS 300
#define PROGRAMS 100

static char name[2];
static int rewriting;

static void wait_a_little(int round)
{
	for (volatile int i = 0; i < round % 64 * 16; i++)
		;
}

/* Rewrites the name once each time that it is told to. */
static void *rewrite_once(void *unused)
{
	int round = 0;

	begun = 1;
	while (going) {
		if (!__atomic_load_n(&rewriting, __ATOMIC_ACQUIRE)) {
			sched_yield();
			continue;
		}
		wait_a_little(round++);
		name[0] = 'b';
		__atomic_store_n(&rewriting, 0, __ATOMIC_RELEASE);
	}
	return unused;
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
	while (__atomic_load_n(&rewriting, __ATOMIC_ACQUIRE))
		sched_yield();
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
	pthread_t thread = beside(rewrite_once, NULL);

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
	pthread_t thread = beside(rewrite_once, NULL);

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
	thread = beside(rewrite_once, NULL);
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

static struct sockaddr_in address = { .sin_family = AF_INET };

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

const struct trick rewrite_tricks[] = {
	{ "rewritten-rename", renamed },
	{ "rewritten-unlink", removed },
	{ "rewritten-refused", refused },
	{ "rewritten-interrupted", interrupted },
	{ "not-rewritten", alone },
	{ "rewritten-execve", executed },
	{ "rewritten-connect", connected },
	{ 0 },
};
