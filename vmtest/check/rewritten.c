/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* A name that changes while the kernel works: x86-64's creat, which waits, and has no records of others' beside its own. */
#define _GNU_SOURCE
#include "check.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static char name[2];

static void woken(int signal)
{
	(void)signal;
}

static bool sleeps(int pid)
{
	char path[64], content[256] = "";
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/task/%d/stat", pid, pid);
	fd = DO(open(path, O_RDONLY));
	DO(read(fd, content, sizeof(content) - 1));
	close(fd);
	return strstr(content, ") S ");
}

static void *rewrite(void *unused)
{
	while (!sleeps(getpid()))
		sched_yield();
	name[0] = 'b';
	syscall(SYS_tgkill, getpid(), getpid(), SIGUSR1);
	return unused;
}

/* Waits for somebody who reads from the pipe, and is interrupted once its name is another. */
static void creat_and_rewrite(void)
{
	struct sigaction action = {.sa_handler = woken};
	pthread_t thread;

	DO(mkfifo("a", 0600));
	DO(sigaction(SIGUSR1, &action, NULL));
	name[0] = 'a';
	pthread_create(&thread, NULL, rewrite, NULL);
	_exit(syscall(SYS_creat, name, 0600) >= 0);
}

/* The programs at the entry of functions leave no doubt about what the kernel used. */
static void rewritten_name(void)
{
	const struct se_open *r = record(SE_CREAT, in_child(creat_and_rewrite, NULL));

	REQUIRE(r->h.result < 0);
	REQUIRE(r->h.flags & SE_NAME_COPIED);
	REQUIRE(r->h.flags & SE_MEMORY_SHARED);
	REQUIRE_TEXT(span_text(r, r->asked.text), "a");
	REQUIRE_TEXT(span_text(r, r->asked.other), "b");
	REQUIRE_TEXT(path_text(r, &r->asked.base), FOLDER);
}

const struct check rewritten_checks[] = {
	{"a name that is rewritten during the call", rewritten_name},
	{}
};
