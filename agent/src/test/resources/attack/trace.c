/*
 *   trace attach PID   PTRACE_ATTACH, wait until it stops, let it go
 *   trace seize PID    PTRACE_SEIZE, let it go
 *   trace child        starts a child that asks to be traced, as a debugger does
 *   trace seize-child  starts a child and seizes it, as strace does
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

static pid_t child(int asks)
{
	pid_t pid = fork();

	if (!pid) {
		if (asks)
			ptrace(PTRACE_TRACEME, 0, NULL, NULL);
		raise(SIGSTOP);
		_exit(0);
	}
	waitpid(pid, NULL, WUNTRACED);
	return pid;
}

int main(int argc, char **argv)
{
	pid_t pid = argc > 2 ? atoi(argv[2]) : 0;
	long result = 0;

	if (argc < 2)
		return 2;
	if (!strcmp(argv[1], "child")) {
		pid = child(1);
		result = ptrace(PTRACE_CONT, pid, NULL, NULL);
		waitpid(pid, NULL, 0);
	} else if (!strcmp(argv[1], "seize-child")) {
		pid = child(0);
		result = ptrace(PTRACE_SEIZE, pid, NULL, NULL);
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
	} else if (!strcmp(argv[1], "attach")) {
		result = ptrace(PTRACE_ATTACH, pid, NULL, NULL);
		waitpid(pid, NULL, __WALL);
		ptrace(PTRACE_DETACH, pid, NULL, NULL);
	} else {
		/* Only a stopped tracee can be let go; the end of the tracer does it too. */
		result = ptrace(PTRACE_SEIZE, pid, NULL, NULL);
	}
	if (result)
		perror("trace");
	return result ? 1 : 0;
}
