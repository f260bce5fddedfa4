/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* For tests: a name or address that another thread rewrites while a call that has begun with it waits. */
#ifndef SE_TEST_REWRITING_H
#define SE_TEST_REWRITING_H

#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

static inline void rewriting_woken(int signal)
{
	(void)signal;
}

/* Whether the first thread waits in the kernel. */
static inline int rewriting_sleeps(void)
{
	char path[64], content[256] = "";
	int fd, n;

	snprintf(path, sizeof(path), "/proc/self/task/%d/stat", getpid());
	fd = open(path, O_RDONLY);
	n = read(fd, content, sizeof(content) - 1);
	close(fd);
	return n > 0 && strstr(content, ") S ") != NULL;
}

static void *rewriting_thread(void *name)
{
	while (!rewriting_sleeps())
		sched_yield();
	*(char *)name = 'b';
	syscall(SYS_tgkill, getpid(), getpid(), SIGUSR1);
	return NULL;
}

/* Starts the thread that rewrites the first byte of a name once the first thread waits, and then interrupts it. */
static inline int rewriting_begins(pthread_t *thread, char *name)
{
	struct sigaction action = { .sa_handler = rewriting_woken };

	return sigaction(SIGUSR1, &action, NULL) || pthread_create(thread, NULL, rewriting_thread, name);
}

/*
 * From the first thread: makes the pipe `a` in the working folder, and a call that opens it and waits for the other end. Meanwhile
 * the name becomes `b`; then the call is interrupted. Returns what it returned, or -2 if there could be none.
 */
static inline long call_and_rewrite(long (*call)(const char *name))
{
	char name[2] = "a";
	pthread_t thread;
	long result;

	if (mkfifo("a", 0600) || rewriting_begins(&thread, name))
		return -2;
	result = call(name);
	pthread_join(thread, NULL);
	return result;
}

/* A socket that listens at `a` in the working folder, and has no room for another connection; or -1. */
static inline int full_listener(void)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX, .sun_path = "a" };
	int listener = socket(AF_UNIX, SOCK_STREAM, 0);

	if (listener < 0 || bind(listener, (struct sockaddr *)&address, sizeof(address)) || listen(listener, 0))
		return -1;
	while (!connect(socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0), (struct sockaddr *)&address, sizeof(address)))
		;
	return listener;
}

/* The same of a call that connects to the listener, and waits for room. */
static inline long connect_and_rewrite(void)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX, .sun_path = "a" };
	int client = socket(AF_UNIX, SOCK_STREAM, 0);
	pthread_t thread;
	long result;

	if (client < 0 || rewriting_begins(&thread, address.sun_path))
		return -2;
	result = connect(client, (struct sockaddr *)&address, sizeof(address));
	pthread_join(thread, NULL);
	close(client);
	return result;
}

#endif
