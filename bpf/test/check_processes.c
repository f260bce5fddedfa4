/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Programs, processes, namespaces, and the tasks that run already. */
#define _GNU_SOURCE
#include "check.h"

#include <pthread.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>

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

static void check_ends(void)
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

void check_processes(void)
{
	check_exec();
	check_ends();
	check_directory();
	check_namespace();
	check_tasks();
}
