/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Makes events as fast as it can and keeps its own tally.
 *   generator OPENS STARTS [USEC]   opens a file OPENS times and starts STARTS processes, then prints
 *                                   "PID OPENS STARTS", what succeeded; waits USEC before each open
 *   generator                       does nothing: what it starts
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	long opens = argc > 1 ? atol(argv[1]) : 0, starts = argc > 2 ? atol(argv[2]) : 0;
	long wait = argc > 3 ? atol(argv[3]) : 0, opened = 0, started = 0;

	if (argc < 2)
		return 0;
	for (long i = 0; i < opens || i < starts; i++) {
		if (i < opens) {
			int fd;

			if (wait)
				usleep(wait);
			fd = openat(AT_FDCWD, "/dev/null", O_RDONLY);

			if (fd >= 0) {
				opened++;
				close(fd);
			}
		}
		if (i < starts) {
			pid_t child = vfork();
			int status;

			if (child == 0) {
				execl("/proc/self/exe", "generator", (char *)NULL);
				_exit(1);
			}
			if (child > 0 && waitpid(child, &status, 0) == child && status == 0)
				started++;
		}
	}
	printf("%d %ld %ld\n", getpid(), opened, started);
	return 0;
}
