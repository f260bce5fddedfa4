/*
 * Work whose time the agent may lengthen. Prints nanoseconds per operation, or the number of operations.
 *   workload getppid N | read N | openclose N FILE | forkexec N
 *   workload openfor SECONDS FILE         as fast as it can, by openat2, which nothing else uses: its count can be checked
 *   workload paced SECONDS RATE FILE      RATE times a second, in bursts a millisecond apart
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/openat2.h>
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

static void openat2_close(const char *file)
{
	struct open_how how = { .flags = O_RDONLY | O_CLOEXEC };
	int fd = syscall(SYS_openat2, AT_FDCWD, file, &how, sizeof(how));

	if (fd < 0)
		fail(file);
	close(fd);
}

/* The time to the next burst may be overrun where the machine is slow; what was missed is made up for. */
static long paced(double seconds, long rate, const char *file)
{
	double start = now(), elapsed;
	long count = 0;

	while ((elapsed = now() - start) < seconds * 1e9) {
		while (count < elapsed / 1e9 * rate) {
			open_close(file);
			count++;
		}
		usleep(1000);
	}
	return count;
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
		fprintf(stderr, "usage: workload getppid|read|openclose|forkexec|openfor|paced N [FILE]\n");
		return 2;
	}
	long n = atol(argv[2]);
	const char *file = argc > 3 ? argv[3] : "/etc/hostname";
	double start = now();

	if (!strcmp(argv[1], "getppid")) {
		for (long i = 0; i < n; i++)
			syscall(SYS_getppid);
	} else if (!strcmp(argv[1], "read")) {
		int fd = open("/dev/zero", O_RDONLY | O_CLOEXEC);
		char byte;

		for (long i = 0; i < n; i++)
			if (read(fd, &byte, 1) != 1)
				fail("/dev/zero");
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
				openat2_close(file);
		printf("%ld\n", count);
		return 0;
	} else if (!strcmp(argv[1], "paced")) {
		printf("%ld\n", paced(n, atol(argv[3]), argc > 4 ? argv[4] : "/etc/hostname"));
		return 0;
	} else {
		fprintf(stderr, "unknown work: %s\n", argv[1]);
		return 2;
	}
	printf("%.1f\n", (now() - start) / n);
	return 0;
}
