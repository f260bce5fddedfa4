/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Who made whom. In each case the leaf, a program that was executed by a process of its own, opens the protected file. Who it
 * is, who its parent is then and who made it is printed as "leaf=PID parent=PID creator=PID".
 */
#include "trick.h"

#include <linux/sched.h>
#include <pthread.h>
#include <signal.h>
#include <sys/prctl.h>

#define REPORT 9 /* the leaf's descriptor for its own numbers */

static int reports;
static pid_t creator;

static void begin(void)
{
	int ends[2];

	must(pipe(ends), "pipe");
	reports = ends[0];
	must(dup2(ends[1], REPORT), "dup2");
	close(ends[1]);
	creator = getpid();
}

static void become_leaf(void)
{
	execl("/proc/self/exe", "leaf", "leaf", folder, NULL);
	_exit(99);
}

/* Executed: waits until it is said that all is in place, opens, and reports. */
static void leaf(void)
{
	pid_t self[2];

	/* A parent that is about to end has left when its number is no longer ours. */
	if (getenv("ORPHAN"))
		while (getppid() == atoi(getenv("ORPHAN")))
			usleep(1000);
	took(must(open("protected", O_RDONLY), "protected"));
	self[0] = getpid();
	self[1] = getppid();
	must(write(REPORT, self, sizeof(self)), "report");
	_exit(0);
}

static void end(void)
{
	pid_t leaf[2];

	must(read(reports, leaf, sizeof(leaf)), "report");
	printf("leaf=%d parent=%d creator=%d\n", leaf[0], leaf[1], creator);
	while (wait(NULL) > 0)
		;
	deeds.protected = 1;
}

static void forked(void)
{
	begin();
	if (!must(fork(), "fork"))
		become_leaf();
	end();
}

static void orphan(void)
{
	char number[16];
	pid_t middle = must(fork(), "fork");

	if (!middle) {
		snprintf(number, sizeof(number), "%d", getpid());
		setenv("ORPHAN", number, 1);
		if (!must(fork(), "fork"))
			become_leaf();
		_exit(0);
	}
	creator = middle;
}

static void double_fork(void)
{
	begin();
	orphan();
	end();
}

static void subreaper(void)
{
	begin();
	must(prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0), "PR_SET_CHILD_SUBREAPER");
	orphan();
	end();
}

static void vforked(void)
{
	begin();
	if (!must(vfork(), "vfork")) {
		execl("/proc/self/exe", "leaf", "leaf", folder, NULL);
		_exit(99);
	}
	end();
}

/* The new process is a sibling of the one that makes it. */
static void clone_parent(void)
{
	pid_t middle;

	begin();
	middle = must(fork(), "fork");
	if (!middle) {
		if (!syscall(SYS_clone, CLONE_PARENT | SIGCHLD, 0, 0, 0, 0))
			become_leaf();
		pause();
	}
	creator = middle;
	{
		pid_t leaf[2];

		must(read(reports, leaf, sizeof(leaf)), "report");
		printf("leaf=%d parent=%d creator=%d\n", leaf[0], leaf[1], creator);
	}
	kill(middle, SIGKILL);
	while (wait(NULL) > 0)
		;
	deeds.protected = 1;
}

static void *execute(void *unused)
{
	become_leaf();
	return unused;
}

/* A thread that is not the first executes: it takes over the number of the process. */
static void thread_exec(void)
{
	begin();
	if (!must(fork(), "fork")) {
		pthread_t thread;

		pthread_create(&thread, NULL, execute, NULL);
		pause();
	}
	end();
}

/* Numbers are those of the initial namespace, which the leaf does not know. */
static void pid_namespace(void)
{
	pid_t child;

	begin();
	if (unshare(CLONE_NEWPID))
		unavailable("a pid namespace");
	child = must(fork(), "fork");
	if (!child)
		become_leaf();
	{
		pid_t leaf[2];

		must(read(reports, leaf, sizeof(leaf)), "report");
		if (leaf[0] != 1)
			broken("the number in the namespace");
	}
	printf("leaf=%d parent=%d creator=%d\n", child, creator, creator);
	while (wait(NULL) > 0)
		;
	deeds.protected = 1;
}

/* The number of a process that has just ended, which had another creator and another program. */
static void pid_reuse(void)
{
	pid_t middle, first, numbers[1];
	int ends[2];

	begin();
	must(pipe(ends), "pipe");
	middle = must(fork(), "fork");
	if (!middle) {
		first = fork();
		if (!first) {
			execl("/bin/true", "true", NULL);
			_exit(99);
		}
		waitpid(first, NULL, 0);
		_exit(write(ends[1], &first, sizeof(first)) < 0);
	}
	must(read(ends[0], numbers, sizeof(numbers)), "read");
	waitpid(middle, NULL, 0);
	{
		struct clone_args args = { .exit_signal = SIGCHLD, .set_tid = (unsigned long)numbers, .set_tid_size = 1 };
		long child = syscall(SYS_clone3, &args, sizeof(args));

		if (child < 0)
			unavailable("clone3 with a chosen number");
		if (!child)
			become_leaf();
		if (child != numbers[0])
			broken("the number");
	}
	end();
}

/* A script: the kernel executes its interpreter. */
static void script(void)
{
	begin();
	write_file("script", "#!/bin/sh\n: <protected\n");
	must(chmod("script", 0700), "chmod");
	{
		pid_t child = must(fork(), "fork");

		if (!child) {
			execl("./script", "script", "leaf", folder, NULL);
			_exit(99);
		}
		printf("leaf=%d parent=%d creator=%d\n", child, creator, creator);
	}
	while (wait(NULL) > 0)
		;
	deeds.protected = 1;
}

/* Two hundred that each live for less than a millisecond. */
static void short_lived(void)
{
	begin();
	for (int i = 0; i < 200; i++) {
		pid_t child = must(vfork(), "vfork");

		if (!child) {
			execl("/proc/self/exe", "leaf", "gone", folder, NULL);
			_exit(99);
		}
		must(waitpid(child, NULL, 0), "waitpid");
	}
	printf("leaf=0 parent=%d creator=%d\n", creator, creator);
	deeds.protected = 200;
}

static void gone(void)
{
	_exit(0);
}

const struct trick lineage_tricks[] = {
	{ "leaf", leaf },
	{ "gone", gone },
	{ "fork", forked },
	{ "double-fork", double_fork },
	{ "subreaper", subreaper },
	{ "vfork", vforked },
	{ "clone-parent", clone_parent },
	{ "thread-exec", thread_exec },
	{ "pid-namespace", pid_namespace },
	{ "pid-reuse", pid_reuse },
	{ "script", script },
	{ "short-lived", short_lived },
	{ 0 },
};
