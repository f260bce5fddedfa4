/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* A network of a test's own, and 32-bit calls about its sockets: of a program that is static and not relocated. */
#ifndef SE_TEST_SOCKET_H
#define SE_TEST_SOCKET_H

#include <arpa/inet.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

/* As 32-bit calls take them. */
struct narrow_part {
	unsigned base, length;
};

struct narrow_header {
	unsigned name, namelen, part, parts, control, controllen, flags, done;
};

static inline void must(int done, const char *what)
{
	if (done)
		return;
	perror(what);
	exit(1);
}

static inline long int80(long nr, long a, long b, long c, long d, long e, long f)
{
	long result;

	asm volatile("push %%rbp\n mov %7, %%rbp\n int $0x80\n pop %%rbp"
		     : "=a"(result)
		     : "a"(nr), "b"(a), "c"(b), "d"(c), "S"(d), "D"(e), "r"(f)
		     : "memory", "r8", "r9", "r10", "r11");
	return result;
}

static inline long low(const void *pointer)
{
	return (long)pointer;
}

static inline void enter_own_network(void)
{
	struct ifreq loopback = { .ifr_name = "lo", .ifr_flags = IFF_UP | IFF_RUNNING };

	must(!unshare(CLONE_NEWNET), "unshare");
	must(!ioctl(socket(AF_INET, SOCK_DGRAM, 0), SIOCSIFFLAGS, &loopback), "SIOCSIFFLAGS");
}

static inline int bound(int type, const struct sockaddr_in *to)
{
	int fd = socket(AF_INET, type, 0), on = 1;

	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	must(!bind(fd, (const void *)to, sizeof(*to)), "bind");
	return fd;
}

#endif
