/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Names that another thread rewrites during the call. */
#define _GNU_SOURCE
#include "check.h"

#include <pthread.h>

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

void check_rewritten(void)
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
