/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Programs: what they are, what they are given, and how they are started. */
#define _GNU_SOURCE
#include "check.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define PROGRAM FOLDER "/prog"

void install_program(void)
{
	DO(link("/bin/busybox", PROGRAM));
}

void run_program(void)
{
	char *args[] = {"true", "one", "two words", NULL}, *env[] = {"A=b", NULL};

	execve(PROGRAM, args, env);
	_exit(98);
}

static void exec_names_the_program(void)
{
	static const char args[] = "true\0one\0two words";

	install_program();
	int status;
	pid_t pid = in_child(run_program, &status);

	REQUIRE_EQ(status, 0);
	const struct se_exec *r = record(SE_EXECVE, pid);

	REQUIRE_EQ(r->h.result, 0);
	REQUIRE_TEXT(r->h.comm, "prog");
	REQUIRE_TEXT(path_text(r, &r->exe), PROGRAM);
	REQUIRE_TEXT(path_in_root(r, &r->exe), PROGRAM);
	REQUIRE_TEXT(path_text(r, &r->cwd), FOLDER);
	REQUIRE_TEXT(span_text(r, r->asked.text), PROGRAM);
	require_inode(&r->inode, PROGRAM);
	REQUIRE_EQ(r->args.len, sizeof(args));
	REQUIRE(!memcmp((char *)r + r->args.off, args, sizeof(args)));
	REQUIRE_EQ(r->args_size, sizeof(args));
	REQUIRE_EQ(r->env_size, sizeof("A=b"));
	REQUIRE_EQ(r->h.flags & (SE_COMPAT | SE_ARGS_CUT | SE_KTHREAD), 0);
	struct stat s;

	DO(stat(PROGRAM, &s));
	REQUIRE_EQ(r->mtime, s.st_mtim.tv_sec * 1000000000LL + s.st_mtim.tv_nsec);
}

static void exec_of_script(void)
{
	pid_t pid = in_child(run_program, NULL);
	const struct se_exec *r = record(SE_EXECVE, pid);

	REQUIRE_TEXT(path_text(r, &r->exe), "/bin/busybox");
	REQUIRE_TEXT(span_text(r, r->asked.text), PROGRAM);
	REQUIRE_TEXT(span_text(r, r->interp), "/bin/sh");
	REQUIRE_TEXT(r->h.comm, "prog");
}

static void exec_script(void)
{
	int fd = DO(open(PROGRAM, O_CREAT | O_WRONLY | O_CLOEXEC, 0755));

	DO(write(fd, "#!/bin/sh\nexit 0\n", 17));
	close(fd);
	exec_of_script();
}

static void run_long(void)
{
	static char argument[6000];
	char *args[] = {"true", argument, NULL};

	memset(argument, 'x', sizeof(argument) - 1);
	execve(PROGRAM, args, NULL);
	_exit(98);
}

static void exec_long_arguments(void)
{
	install_program();
	pid_t pid = in_child(run_long, NULL);
	const struct se_exec *r = record(SE_EXECVE, pid);

	REQUIRE_EQ(r->args_size, sizeof("true") + 6000);
	if (r->args.len < r->args_size) {
		REQUIRE(r->args.len >= 4096);
		REQUIRE(r->h.flags & SE_ARGS_CUT);
	}
	REQUIRE(!memcmp((char *)r + r->args.off, "true\0xxx", 8));
}

static void run_missing(void)
{
	execve(FOLDER "/no-such-program", (char *[]){"x", NULL}, NULL);
}

static void exec_that_fails(void)
{
	const struct se_exec *r = record(SE_EXECVE, in_child(run_missing, NULL));

	REQUIRE_EQ(r->h.result, -ENOENT);
	REQUIRE_TEXT(span_text(r, r->asked.text), FOLDER "/no-such-program");
	REQUIRE_EQ(r->exe.names.off, 0);
}

static void run_memfd(void)
{
	char buffer[65536];
	int in = DO(open("/bin/busybox", O_RDONLY)), out = DO(syscall(SYS_memfd_create, "payload", MFD_CLOEXEC));

	for (ssize_t n; (n = read(in, buffer, sizeof(buffer))) > 0;)
		DO(write(out, buffer, n));
	syscall(SYS_execveat, out, "", (char *[]){"true", NULL}, (char *[]){NULL}, AT_EMPTY_PATH);
	_exit(98);
}

static void exec_of_memfd(void)
{
	int status;
	pid_t pid = in_child(run_memfd, &status);

	REQUIRE_EQ(status, 0);
	const struct se_exec *r = record(SE_EXECVEAT, pid);

	REQUIRE_EQ(r->exe.flags & (SE_PATH_PSEUDO | SE_PATH_MEMFD), SE_PATH_PSEUDO | SE_PATH_MEMFD);
	REQUIRE(strstr(path_text(r, &r->exe), "memfd:payload"));
}

static void *exec_in_thread(void *unused)
{
	(void)unused;
	run_program();
	return NULL;
}

static void run_from_thread(void)
{
	pthread_t thread;

	pthread_create(&thread, NULL, exec_in_thread, NULL);
	pause();
}

static void exec_from_thread(void)
{
	install_program();
	pid_t pid = in_child(run_from_thread, NULL);
	const struct se_fork *fork = record(SE_CLONE, 0);
	const struct se_exec *r = record(SE_EXECVE, pid);

	REQUIRE_EQ(fork->child_pid, pid);
	REQUIRE_EQ(r->h.start, fork->child_start);
	REQUIRE_EQ(r->h.tid, pid);
}

const struct check exec_checks[] = {
	{"exec: program, file, arguments, folder", exec_names_the_program},
	{"exec: a script and its interpreter", exec_script},
	{"exec: arguments longer than what is carried", exec_long_arguments},
	{"exec: a failure keeps the asked name", exec_that_fails},
	{"exec: a memfd", exec_of_memfd},
	{"exec: from a thread that is not the leader", exec_from_thread},
	{0}
};
