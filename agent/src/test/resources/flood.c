/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* flood N: opens a file N times as fast as it can, by a call that hardly anything else uses; prints what succeeded. */
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	struct open_how how = { .flags = O_RDONLY };
	long opened = 0;

	for (long i = argc > 1 ? atol(argv[1]) : 0; i > 0; i--) {
		int fd = syscall(SYS_openat2, AT_FDCWD, "/dev/null", &how, sizeof(how));

		if (fd >= 0) {
			opened++;
			close(fd);
		}
	}
	printf("%ld\n", opened);
	return 0;
}
