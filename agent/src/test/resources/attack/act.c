/*
 * One file operation each, by the system call that is named, so that a case decides what the kernel sees.
 *   act read PATH | write PATH | open FLAGS MODE PATH (octal) | creat PATH
 *   act unlink PATH | rename OLD NEW | link OLD NEW | symlink CONTENT PATH | truncate PATH
 *   act chmod MODE PATH | fchmod MODE PATH
 *   act type CHARACTER | filter FAMILY TYPE PROTOCOL: into a terminal of its own, on a socket
 */
#include <fcntl.h>
#include <linux/filter.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static long octal(const char *text)
{
	return strtol(text, NULL, 8);
}

static long act(char **a)
{
	const char *what = a[0];
	char byte;

	if (!strcmp(what, "read")) {
		int fd = open(a[1], O_RDONLY);
		return fd < 0 ? fd : read(fd, &byte, 1) < 0 ? -1 : 0;
	}
	if (!strcmp(what, "write"))
		return open(a[1], O_WRONLY | O_CREAT, 0644);
	if (!strcmp(what, "open"))
		return open(a[3], octal(a[1]), octal(a[2]));
	if (!strcmp(what, "creat"))
		return syscall(SYS_creat, a[1], 0644);
	if (!strcmp(what, "unlink"))
		return syscall(SYS_unlink, a[1]);
	if (!strcmp(what, "rename"))
		return syscall(SYS_rename, a[1], a[2]);
	if (!strcmp(what, "link"))
		return syscall(SYS_link, a[1], a[2]);
	if (!strcmp(what, "symlink"))
		return syscall(SYS_symlink, a[1], a[2]);
	if (!strcmp(what, "truncate"))
		return syscall(SYS_truncate, a[1], 0);
	if (!strcmp(what, "chmod"))
		return syscall(SYS_chmod, a[2], octal(a[1]));
	if (!strcmp(what, "fchmod"))
		return syscall(SYS_fchmod, open(a[2], O_RDONLY), octal(a[1]));
	if (!strcmp(what, "type"))
		return ioctl(open("/dev/ptmx", O_RDWR | O_NOCTTY), TIOCSTI, a[1]);
	if (!strcmp(what, "filter")) {
		struct sock_filter all = { BPF_RET | BPF_K, 0, 0, 0xffff };
		struct sock_fprog program = { 1, &all };

		return setsockopt(socket(atoi(a[1]), atoi(a[2]), atoi(a[3])), SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof(program));
	}
	fprintf(stderr, "act: unknown operation '%s'\n", what);
	exit(2);
}

int main(int argc, char **argv)
{
	(void)argc;
	if (act(argv + 1) < 0) {
		perror(argv[1]);
		return 1;
	}
	return 0;
}
