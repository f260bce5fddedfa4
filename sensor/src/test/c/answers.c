/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Receives answers of a name server of its own by every call that can, in a network namespace of its own. Each answer says by
 * which call it is received, and the program prints it. Static and not relocated: 32-bit calls take its addresses.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static struct sockaddr_in server, from;
static socklen_t length;
static char room[2048];
static struct iovec wide_part = { room, sizeof(room) };
static struct mmsghdr wide;
static struct { unsigned base, length; } narrow_part;
static struct { unsigned name, namelen, part, parts, control, controllen, flags, received; } narrow;
static unsigned arguments[6];

static void must(int done, const char *what)
{
	if (done)
		return;
	perror(what);
	exit(1);
}

static long int80(long nr, long a, long b, long c, long d, long e, long f)
{
	long result;

	asm volatile("push %%rbp\n mov %7, %%rbp\n int $0x80\n pop %%rbp"
		     : "=a"(result)
		     : "a"(nr), "b"(a), "c"(b), "d"(c), "S"(d), "D"(e), "r"(f)
		     : "memory", "r8", "r9", "r10", "r11");
	return result;
}

static long low(const void *pointer)
{
	return (long)pointer;
}

/* Sends back what it gets. */
static void serve(int fd)
{
	char message[2048];
	struct sockaddr_in to;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (;;) {
		socklen_t size = sizeof(to);
		ssize_t n = recvfrom(fd, message, sizeof(message), 0, (void *)&to, &size);

		sendto(fd, message, n, 0, (void *)&to, size);
	}
}

/* A socket that has sent a question. */
static int ask(const char *by, int connected)
{
	int fd = socket(AF_INET, SOCK_DGRAM, 0);
	char question[64] = {};

	snprintf(question, sizeof(question), "received by %s", by);
	if (connected) {
		must(!connect(fd, (void *)&server, sizeof(server)), "connect");
		send(fd, question, strlen(question), 0);
	} else
		sendto(fd, question, strlen(question), 0, (void *)&server, sizeof(server));
	memset(&from, 0, sizeof(from));
	length = sizeof(from);
	wide.msg_hdr = (struct msghdr){ .msg_name = &from, .msg_namelen = sizeof(from), .msg_iov = &wide_part, .msg_iovlen = 1 };
	narrow = (__typeof__(narrow)){ low(&from), sizeof(from), low(&narrow_part), 1, 0, 0, 0, 0 };
	memset(room, 0, sizeof(room));
	return fd;
}

static void told(long received)
{
	must(received > 0, "receive");
	puts(room);
}

static void receive(int connected)
{
	const char *way = connected ? "connected" : "unconnected";
	char by[64];
	int fd;

#define BY(name, call)                                                                                                     \
	snprintf(by, sizeof(by), "%s %s", name, way);                                                                      \
	fd = ask(by, connected);                                                                                           \
	told(call);                                                                                                        \
	close(fd)

	BY("recvfrom", syscall(SYS_recvfrom, fd, room, sizeof(room), 0, &from, &length));
	BY("recvmsg", syscall(SYS_recvmsg, fd, &wide.msg_hdr, 0));
	BY("recvmmsg", syscall(SYS_recvmmsg, fd, &wide, 1, 0, NULL));
	BY("recvfrom32", int80(371, fd, low(room), sizeof(room), 0, low(&from), low(&length)));
	BY("recvmsg32", int80(372, fd, low(&narrow), 0, 0, 0, 0));
	BY("recvmmsg32", int80(337, fd, low(&narrow), 1, 0, 0, 0));
	if (connected) {
		BY("read", syscall(SYS_read, fd, room, sizeof(room)));
		BY("read32", int80(3, fd, low(room), sizeof(room), 0, 0, 0));
		BY("recv", (arguments[0] = fd, arguments[1] = low(room), arguments[2] = sizeof(room), int80(102, 10, low(arguments), 0, 0, 0, 0)));
	}
}

int main(void)
{
	struct ifreq loopback = { .ifr_name = "lo", .ifr_flags = IFF_UP | IFF_RUNNING };
	int fd;

	must(!unshare(CLONE_NEWNET), "unshare");
	fd = socket(AF_INET, SOCK_DGRAM, 0);
	must(!ioctl(fd, SIOCSIFFLAGS, &loopback), "SIOCSIFFLAGS");
	server = (struct sockaddr_in){ .sin_family = AF_INET, .sin_port = htons(53), .sin_addr = { htonl(INADDR_LOOPBACK) } };
	must(!bind(fd, (void *)&server, sizeof(server)), "bind");
	if (!fork())
		serve(fd);
	narrow_part.base = low(room);
	narrow_part.length = sizeof(room);
	receive(1);
	receive(0);
	return 0;
}
