/*
 * Starts a program that no name on disk leads to.
 *   fileless memfd PROGRAM   from a copy in memory
 *   fileless deleted COPY    from a file that is deleted first
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	char *arguments[] = {"harmless", NULL};
	char *environment[] = {NULL};
	int fd;

	if (argc < 3)
		return 2;
	fd = open(argv[2], O_RDONLY | O_CLOEXEC);
	if (!strcmp(argv[1], "memfd")) {
		int copy = memfd_create("payload", MFD_CLOEXEC);
		while (sendfile(copy, fd, NULL, 1 << 20) > 0)
			;
		fd = copy;
	} else {
		unlink(argv[2]);
	}
	fexecve(fd, arguments, environment);
	perror("fileless");
	return 1;
}
