/*
 * Work whose time the agent may lengthen. Prints nanoseconds per operation, or the number of operations.
 *   workload getppid N | openclose N FILE | forkexec N | openfor SECONDS FILE
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1e9 + t.tv_nsec;
}

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

static void open_close(const char *file)
{
	int fd = syscall(SYS_openat, AT_FDCWD, file, O_RDONLY | O_CLOEXEC, 0);

	if (fd < 0)
		fail(file);
	close(fd);
}

static void fork_exec(void)
{
	char *argv[] = { "/bin/true", NULL };
	char *envp[] = { NULL };
	pid_t pid = vfork();

	if (pid < 0)
		fail("vfork");
	if (pid == 0) {
		execve(argv[0], argv, envp);
		_exit(127);
	}
	if (waitpid(pid, NULL, 0) != pid)
		fail("waitpid");
}

int main(int argc, char **argv)
{
	if (argc < 3) {
		fprintf(stderr, "usage: workload getppid|openclose|forkexec|openfor N [FILE]\n");
		return 2;
	}
	long n = atol(argv[2]);
	const char *file = argc > 3 ? argv[3] : "/etc/hostname";
	double start = now();

	if (!strcmp(argv[1], "getppid")) {
		for (long i = 0; i < n; i++)
			syscall(SYS_getppid);
	} else if (!strcmp(argv[1], "openclose")) {
		for (long i = 0; i < n; i++)
			open_close(file);
	} else if (!strcmp(argv[1], "forkexec")) {
		for (long i = 0; i < n; i++)
			fork_exec();
	} else if (!strcmp(argv[1], "openfor")) {
		long count = 0;

		while (now() - start < n * 1e9)
			for (int i = 0; i < 64; i++, count++)
				open_close(file);
		printf("%ld\n", count);
		return 0;
	} else {
		fprintf(stderr, "unknown work: %s\n", argv[1]);
		return 2;
	}
	printf("%.1f\n", (now() - start) / n);
	return 0;
}
