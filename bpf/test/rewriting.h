/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* For tests: a name that another thread rewrites while a call that has begun with it waits. */
#ifndef SE_TEST_REWRITING_H
#define SE_TEST_REWRITING_H

#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static char rewritten_name[2];

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

static void *rewriting_thread(void *unused)
{
	while (!rewriting_sleeps())
		sched_yield();
	rewritten_name[0] = 'b';
	syscall(SYS_tgkill, getpid(), getpid(), SIGUSR1);
	return unused;
}

/*
 * From the first thread: makes the pipe `a` in the working folder, and a call that opens it and waits for the other end. Meanwhile
 * the name becomes `b`; then the call is interrupted. Returns what it returned, or -2 if there could be none.
 */
static inline long call_and_rewrite(long (*call)(const char *name))
{
	struct sigaction action = { .sa_handler = rewriting_woken };
	pthread_t thread;
	long result;

	rewritten_name[0] = 'a';
	if (mkfifo("a", 0600) || sigaction(SIGUSR1, &action, NULL) || pthread_create(&thread, NULL, rewriting_thread, NULL))
		return -2;
	result = call(rewritten_name);
	pthread_join(thread, NULL);
	return result;
}

#endif
