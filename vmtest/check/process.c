/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Fork, exit, names, working folders, ptrace, and the header that every record carries. */
#define _GNU_SOURCE
#include "check.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/sched.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void leave(void)
{
	_exit(7);
}

static void fork_and_exec_agree(void)
{
	struct timespec now;

	install_program();
	pid_t pid = in_child(run_program, NULL);
	const struct se_fork *fork = record(SE_CLONE, 0);
	const struct se_exec *exec = record(SE_EXECVE, pid);
	const struct se_exit *end = record(SE_PROCEXIT, pid);

	clock_gettime(CLOCK_BOOTTIME, &now);
	REQUIRE_EQ(fork->h.result, pid);
	REQUIRE_EQ(fork->child_pid, pid);
	REQUIRE_EQ(fork->child_vpid, pid);
	REQUIRE_EQ(fork->child_ppid, getpid());
	REQUIRE_EQ(fork->child_workload, fork->h.workload);
	REQUIRE_EQ(fork->child_pid_ns, fork->h.pid_ns);
	REQUIRE_EQ(fork->child_parent_start, fork->h.start);
	REQUIRE_EQ(exec->h.start, fork->child_start);
	REQUIRE_EQ(exec->h.parent_start, fork->h.start);
	REQUIRE_EQ(exec->h.generation, fork->child_generation + 1);
	REQUIRE_EQ(end->h.start, fork->child_start);
	REQUIRE_EQ(end->h.generation, exec->h.generation);
	REQUIRE_EQ(end->code, 0);
	REQUIRE(fork->child_start <= exec->h.time && exec->h.time <= end->h.time);
	REQUIRE(end->h.time <= now.tv_sec * 1000000000ULL + now.tv_nsec);
}

static void exit_code(void)
{
	const struct se_exit *r = record(SE_PROCEXIT, in_child(leave, NULL));

	REQUIRE_EQ(r->code, 7 << 8);
}

static void die(void)
{
	raise(SIGKILL);
}

static void exit_by_signal(void)
{
	const struct se_exit *r = record(SE_PROCEXIT, in_child(die, NULL));

	REQUIRE_EQ(r->code, SIGKILL);
}

static void *sleep_and_leave(void *unused)
{
	usleep(100000);
	_exit(5);
	return unused;
}

static void leader_first(void)
{
	pthread_t thread;

	pthread_create(&thread, NULL, sleep_and_leave, NULL);
	syscall(SYS_exit, 0);
}

static void exit_once_per_process(void)
{
	pid_t pid = in_child(leader_first, NULL);
	const struct se_exit *r = record(SE_PROCEXIT, pid);

	REQUIRE_EQ(r->code, 5 << 8);
	REQUIRE_EQ(count_records(SE_PROCEXIT, pid), 1);
	REQUIRE_EQ(count_records(SE_CLONE, pid) + count_records(SE_CLONE3, pid), 0); /* a thread is no process */
}

static void creation_calls(void)
{
	pid_t pid = vfork();

	if (pid == 0)
		_exit(0);
	wait_child(pid);
	const struct se_fork *r = record(OLDER(SE_VFORK, SE_CLONE), 0);

	REQUIRE_EQ(r->child_pid, pid);
	pid = OLDER(syscall(SYS_fork), syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0));
	if (pid == 0)
		_exit(0);
	wait_child(pid);
	r = record_after(r, OLDER(SE_FORK, SE_CLONE), 0);
	REQUIRE_EQ(r->child_pid, pid);

	struct clone_args args = {.flags = CLONE_PARENT_SETTID, .exit_signal = SIGCHLD};
	pid_t stored_pid = 0;

	args.parent_tid = (uintptr_t)&stored_pid;
	pid = syscall(SYS_clone3, &args, sizeof(args));
	if (pid == 0)
		_exit(0);
	wait_child(pid);
	r = record(SE_CLONE3, 0);
	REQUIRE_EQ(r->child_pid, pid);
	REQUIRE_EQ(r->clone_flags & CLONE_PARENT_SETTID, CLONE_PARENT_SETTID);
}

static void rename_self(void)
{
	prctl(PR_SET_NAME, "kworker/0:9");
}

static void rename_is_reported(void)
{
	pid_t pid = in_child(rename_self, NULL);
	const struct se_comm *r = record(SE_COMM, pid);

	REQUIRE_TEXT(r->name, "kworker/0:9");
	REQUIRE_TEXT(r->h.comm, "check");
	REQUIRE_EQ(r->target_tid, pid);
}

static void change_folder(void)
{
	DO(mkdir("sub", 0700));
	DO(chdir("sub"));
	DO(fchdir(DO(open("/", O_RDONLY | O_DIRECTORY))));
}

static void folders(void)
{
	pid_t pid = in_child(change_folder, NULL);
	const struct se_chdir *r = record(SE_CHDIR, pid);

	REQUIRE_EQ(r->h.result, 0);
	REQUIRE_TEXT(path_text(r, &r->cwd), FOLDER "/sub");
	REQUIRE_TEXT(span_text(r, r->asked.text), "sub");
	r = record(SE_FCHDIR, pid);
	REQUIRE_TEXT(path_text(r, &r->cwd), "/");
}

static void wait_to_be_killed(void)
{
	for (;;)
		pause();
}

static pid_t traced;

static void trace(void)
{
	DO(ptrace(PTRACE_SEIZE, traced, 0, 0));
}

static void ptrace_names_target(void)
{
	traced = start_child(wait_to_be_killed);
	pid_t pid = in_child(trace, NULL);

	kill(traced, SIGKILL);
	waitpid(traced, NULL, 0);
	const struct se_ptrace *r = record(SE_PTRACE, pid);

	REQUIRE_EQ(r->request, PTRACE_SEIZE);
	REQUIRE_EQ(r->target_tid, traced);
	REQUIRE_EQ(r->target_pid, traced);
	REQUIRE_EQ(r->h.result, 0);
}

static unsigned long long start_ticks(void)
{
	char text[1024];
	int fd = DO(open("/proc/self/stat", O_RDONLY));
	ssize_t n = DO(read(fd, text, sizeof(text) - 1));
	unsigned long long ticks = 0;

	close(fd);
	text[n] = 0;
	char *at = strrchr(text, ')');

	REQUIRE(at && sscanf(at + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %*d %*d %llu",
			     &ticks) == 1);
	return ticks;
}

static long namespace_inode(const char *name)
{
	struct stat s;

	DO(stat(name, &s));
	return s.st_ino;
}

static void as_another_user(void)
{
	char pid[16], procs[128];

	snprintf(procs, sizeof(procs), "%s/se-check/cgroup.procs", cgroup_folder);
	snprintf(pid, sizeof(pid), "%d", getpid());
	int fd = DO(open(procs, O_WRONLY));

	DO(write(fd, pid, strlen(pid)));
	fd = DO(open("/proc/self/loginuid", O_WRONLY));
	DO(write(fd, "1234", 4));
	DO(setsid());
	DO(setresgid(2001, 2002, 2003));
	DO(setresuid(1001, 1002, 1003));
	DO(open("/etc/passwd", O_RDONLY));
}

static void header_is_complete(void)
{
	struct stat cgroup;
	char folder[100];

	snprintf(folder, sizeof(folder), "%s/se-check", cgroup_folder);
	mkdir(folder, 0755);
	DO(stat(folder, &cgroup));
	pid_t pid = in_child(as_another_user, NULL);
	const struct se_open *r = NULL;

	do
		r = record_after(r, SE_OPENAT, pid);
	while (strcmp(path_text(r, &r->path), "/etc/passwd"));
	const struct se_header *h = &r->h;

	REQUIRE_EQ(h->pid, pid);
	REQUIRE_EQ(h->tid, pid);
	REQUIRE_EQ(h->vpid, pid);
	REQUIRE_EQ(h->vtid, pid);
	REQUIRE_EQ(h->ppid, getpid());
	REQUIRE_EQ(h->sid, pid);
	REQUIRE_EQ(h->pgid, pid);
	REQUIRE_EQ(h->tty, 0);
	REQUIRE_EQ(h->parent_start / 10000000, start_ticks());
	REQUIRE_EQ(h->uid, 1001);
	REQUIRE_EQ(h->euid, 1002);
	REQUIRE_EQ(h->suid, 1003);
	REQUIRE_EQ(h->fsuid, 1002);
	REQUIRE_EQ(h->gid, 2001);
	REQUIRE_EQ(h->egid, 2002);
	REQUIRE_EQ(h->loginuid, 1234);
	REQUIRE(h->audit_session != 0xffffffff);
	REQUIRE_EQ(h->cap_effective, 0);
	REQUIRE_EQ(h->cap_permitted, 0);
	REQUIRE_EQ(h->workload, cgroup.st_ino);
	REQUIRE_EQ(h->mnt_ns, namespace_inode("/proc/self/ns/mnt"));
	REQUIRE_EQ(h->pid_ns, namespace_inode("/proc/self/ns/pid"));
	REQUIRE_EQ(h->net_ns, namespace_inode("/proc/self/ns/net"));
	REQUIRE_EQ(h->user_ns, namespace_inode("/proc/self/ns/user"));
	REQUIRE_TEXT(h->comm, "check");
	REQUIRE(h->cpu < (unsigned)sysconf(_SC_NPROCESSORS_CONF));
	rmdir(folder);
}

static int in_namespace(void *unused)
{
	(void)unused;
	return open("/etc/passwd", O_RDONLY) < 0;
}

static void pid_namespace(void)
{
	static char stack[65536] __attribute__((aligned(16)));
	pid_t pid = DO(clone(in_namespace, stack + sizeof(stack), CLONE_NEWPID | CLONE_NEWNET | SIGCHLD, NULL));

	wait_child(pid);
	const struct se_fork *fork = record(SE_CLONE, 0);
	const struct se_open *r = record(SE_OPENAT, pid);

	REQUIRE_EQ(fork->child_pid, pid);
	REQUIRE_EQ(fork->child_vpid, 1);
	REQUIRE_EQ(fork->clone_flags & CLONE_NEWPID, CLONE_NEWPID);
	REQUIRE_EQ(r->h.vpid, 1);
	REQUIRE_EQ(r->h.pid_ns, fork->child_pid_ns);
	REQUIRE(r->h.pid_ns != fork->h.pid_ns);
	REQUIRE(r->h.net_ns != fork->h.net_ns);
}

static void capabilities(void)
{
	const struct se_fork *r;

	in_child(leave, NULL);
	r = record(SE_CLONE, 0);
	REQUIRE(r->h.cap_effective >> CAP_SYS_ADMIN & 1);
	REQUIRE(r->h.cap_permitted >> CAP_SYS_ADMIN & 1);
}

static void running_processes(void)
{
	list_tasks();
	const struct se_exec *r = record(SE_TASK, 0);

	REQUIRE_TEXT(r->h.comm, "check");
	REQUIRE_TEXT(path_text(r, &r->exe), "/bin/check");
	REQUIRE_TEXT(path_text(r, &r->cwd), FOLDER);
	REQUIRE_EQ(r->h.start / 10000000, start_ticks());
	r = record(SE_TASK, 1);
	REQUIRE_EQ(r->h.ppid, 0);
	REQUIRE_EQ(count_records(SE_TASK, getpid()), 1);
}

/* For the run in which a cgroup v1 controller names workloads. */
const struct check cgroup_checks[] = {
	{"header: cgroup v1", header_is_complete},
	{"fork and exec: cgroup v1", fork_and_exec_agree},
	{}
};

const struct check process_checks[] = {
	{"fork, exec and exit agree on identity", fork_and_exec_agree},
	{"exit: code", exit_code},
	{"exit: signal", exit_by_signal},
	{"exit: once, with the last thread", exit_once_per_process},
	{"fork, vfork, clone3", creation_calls},
	{"a process renames itself", rename_is_reported},
	{"chdir, fchdir", folders},
	{"ptrace", ptrace_names_target},
	{"header: ids, session, login, cgroup, namespaces", header_is_complete},
	{"header: pid in a pid namespace", pid_namespace},
	{"header: capabilities", capabilities},
	{"running processes are listed", running_processes},
	{}
};
