/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* A datagram to a protected address, 127.0.39.1, in ways that hide where it goes. The socket that has it counts what arrives. */
#include "trick.h"

#include <arpa/inet.h>
#include <sys/mman.h>
#include <sys/socket.h>

#define MOST 1024 /* the kernel sends no more by one call */
#define SOCKETCALL 102
#define SENDMMSG 20

/* As 32-bit calls take a struct mmsghdr. */
struct narrow {
	unsigned name, namelen, iov, iovlen, control, controllen, flags, sent;
};

static int receiver;

static struct sockaddr_in bound(const char *ip, int *fd)
{
	struct sockaddr_in address = { .sin_family = AF_INET };
	socklen_t length = sizeof(address);

	inet_pton(AF_INET, ip, &address.sin_addr);
	*fd = must(socket(AF_INET, SOCK_DGRAM, 0), "socket");
	must(bind(*fd, (void *)&address, sizeof(address)), "bind");
	must(getsockname(*fd, (void *)&address, &length), "getsockname");
	return address;
}

static void count_received(void)
{
	char byte;

	while (recv(receiver, &byte, 1, MSG_DONTWAIT) >= 0)
		deeds.protected++;
}

/* Where messages go: all to the decoy but the one at that place. In memory that 32-bit calls reach. */
static struct sockaddr_in *addresses(int count, int protected)
{
	struct sockaddr_in *all = mmap(NULL, count * sizeof(*all), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
	int decoy;
	struct sockaddr_in one = bound("127.0.39.1", &receiver), other = bound("127.0.39.2", &decoy);

	must(all == MAP_FAILED ? -1 : 0, "memory");
	for (int i = 0; i < count; i++)
		all[i] = i == protected ? one : other;
	return all;
}

static void send_several(struct sockaddr_in *to, int count)
{
	static struct mmsghdr messages[MOST];

	for (int i = 0; i < count; i++)
		messages[i].msg_hdr = (struct msghdr){ .msg_name = &to[i], .msg_namelen = sizeof(to[i]) };
	if (must(sendmmsg(must(socket(AF_INET, SOCK_DGRAM, 0), "socket"), messages, count, 0), "sendmmsg") != count)
		broken("sendmmsg");
	count_received();
}

static void second(void)
{
	send_several(addresses(2, 1), 2);
}

static void last(void)
{
	send_several(addresses(MOST, MOST - 1), MOST);
}

/* The second message, by the 32-bit call for all that is done with sockets. */
static void second_narrow(void)
{
	struct sockaddr_in *to = addresses(2 + 8, 1);
	struct narrow *messages = (struct narrow *)(to + 2);
	unsigned *arguments = (unsigned *)(messages + 2);

	for (int i = 0; i < 2; i++)
		messages[i] = (struct narrow){ .name = (long)&to[i], .namelen = sizeof(to[i]) };
	arguments[0] = must(socket(AF_INET, SOCK_DGRAM, 0), "socket");
	arguments[1] = (long)messages;
	arguments[2] = 2;
	arguments[3] = 0;
	if (call32(SOCKETCALL, SENDMMSG, (long)arguments, 0) != 2)
		broken("sendmmsg");
	count_received();
}

/* An address of no family, which a socket of IPv4 takes for one of its own. */
static void no_family(void)
{
	struct sockaddr_in *to = addresses(1, 0);

	to->sin_family = AF_UNSPEC;
	must(sendto(must(socket(AF_INET, SOCK_DGRAM, 0), "socket"), "", 0, 0, (void *)to, sizeof(*to)), "sendto");
	count_received();
}

static void second_of_no_family(void)
{
	struct sockaddr_in *to = addresses(2, 1);

	to[1].sin_family = AF_UNSPEC;
	send_several(to, 2);
}

const struct trick send_tricks[] = {
	{ "second-message", second },
	{ "second-message-32", second_narrow },
	{ "last-message", last },
	{ "no-family", no_family },
	{ "second-message-no-family", second_of_no_family },
	{ 0 },
};
