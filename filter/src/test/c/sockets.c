/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Sockets, datagrams, descriptors that are copied. */
#include "calls.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

static struct sockaddr_in address;
static socklen_t length;
static char data[] = "abc", room[16];

/* As 32-bit calls take them. */
static struct { unsigned base, length; } narrow_data, narrow_room;
static struct { unsigned name, namelen, iov, iovlen, control, controllen, flags, received; } narrow;
static struct iovec wide_data, wide_room;
static struct mmsghdr wide;

static int port_of(int fd)
{
	static struct sockaddr_in own;
	socklen_t size = sizeof(own);

	getsockname(fd, (void *)&own, &size);
	return ntohs(own.sin_port);
}

static void to_port(int port)
{
	address = (struct sockaddr_in){ .sin_family = AF_INET, .sin_port = htons(port), .sin_addr = { htonl(INADDR_LOOPBACK) } };
	length = sizeof(address);
}

static long low(const void *pointer)
{
	return (long)pointer;
}

static void streams(int way)
{
	int server = socket(AF_INET, SOCK_STREAM, 0), client = socket(AF_INET, SOCK_STREAM, 0), port, own;

	to_port(0);
	bind(server, (void *)&address, sizeof(address));
	port = port_of(server);
	to_port(port);
	BY(way, "listen", text("res=$r fd=%d backlog=7", server), text("fd.sport=%d", port), 50, 363, server, 7, 0, 0, 0, 0);
	expect("connect", "", text("fd.sip=127.0.0.1\tfd.sport=%d\tfd.l4proto=tcp\tevt.rawres=0", port));
	by(way, 42, 362, client, low(&address), sizeof(address), 0, 0, 0);
	own = port_of(client);
	if (way == 1)
		BY(way, "accept", text("fd=$r tuple=127.0.0.1:%d->127.0.0.1:%d", own, port), "", 43, NONE, server, 0, 0, 0, 0, 0);
	else {
		static unsigned arguments[3];

		arguments[0] = server;
		BY(way, "accept", text("fd=$r tuple=127.0.0.1:%d->127.0.0.1:%d", own, port), "", NONE, 102, 5, arguments, 0, 0, 0, 0);
	}
	connect(socket(AF_INET, SOCK_STREAM, 0), (void *)&address, sizeof(address));
	expect("accept4", "", text("fd.lport=%d\tfd.sport=%d\tevt.rawarg.flags=524288", port, port));
	by(way, 288, 364, server, 0, 0, SOCK_CLOEXEC, 0, 0);
	BY(way, "shutdown", text("res=$r fd=%d how=2(SHUT_RDWR)", client), text("fd.sport=%d\tfd.lport=%d", port, own), 48, 373, client, 2,
	   0, 0, 0, 0);
	to_port(port);
	BY(way, "bind", text("res=$r addr=127.0.0.1:%d fd=%d", port, client), "", 49, 361, client, low(&address), sizeof(address), 0, 0, 0);
	close(server);
	close(client);
}

static void datagrams(int way)
{
	int server = socket(AF_INET, SOCK_DGRAM, 0), client = socket(AF_INET, SOCK_DGRAM, 0), to, from;

	to_port(0);
	bind(server, (void *)&address, sizeof(address));
	bind(client, (void *)&address, sizeof(address));
	to = port_of(server);
	from = port_of(client);
	to_port(to);
	wide_data = (struct iovec){ data, 3 };
	wide_room = (struct iovec){ room, sizeof(room) };
	narrow_data.base = low(data);
	narrow_data.length = 3;
	narrow_room.base = low(room);
	narrow_room.length = sizeof(room);
	char *sent = text("tuple=127.0.0.1:%d->127.0.0.1:%d flags=64(MSG_DONTWAIT)", from, to);
	char *fields = text("fd.sip=127.0.0.1\tfd.sport=%d\tfd.cport=%d\tfd.l4proto=udp\tfd.type=ipv4", to, from);

	BY(way, "sendto", text("res=$r fd=%d size=3 %s", client, sent), fields, 44, 369, client, low(data), 3, MSG_DONTWAIT, low(&address),
	   sizeof(address));
	wide.msg_hdr = (struct msghdr){ .msg_name = &address, .msg_namelen = sizeof(address), .msg_iov = &wide_data, .msg_iovlen = 1 };
	narrow = (__typeof__(narrow)){ low(&address), sizeof(address), low(&narrow_data), 1, 0, 0, 0, 0 };
	expect("sendmsg", text("res=$r fd=%d size=3 %s", client, sent), fields);
	if (way == 1)
		only64(46, client, low(&wide.msg_hdr), MSG_DONTWAIT, 0, 0, 0);
	else
		only32(370, client, low(&narrow), MSG_DONTWAIT, 0, 0, 0);
	expect("sendmmsg", text("res=$r fd=%d size=1 %s", client, sent), fields);
	if (way == 1)
		only64(307, client, low(&wide), 1, MSG_DONTWAIT, 0, 0);
	else
		only32(345, client, low(&narrow), 1, MSG_DONTWAIT, 0, 0);
	address.sin_port = 0;
	BY(way, "recvfrom", text("res=$r fd=%d size=16 %s", server, sent), fields, 45, 371, server, low(room), sizeof(room), MSG_DONTWAIT,
	   low(&address), low(&length));
	address.sin_port = 0;
	wide.msg_hdr.msg_iov = &wide_room;
	narrow.iov = low(&narrow_room);
	expect("recvmsg", text("res=$r fd=%d size=3 %s", server, sent), fields);
	if (way == 1)
		only64(47, server, low(&wide.msg_hdr), MSG_DONTWAIT, 0, 0, 0);
	else
		only32(372, server, low(&narrow), MSG_DONTWAIT, 0, 0, 0);
	address.sin_port = 0;
	expect("recvmmsg", text("res=$r fd=%d size=1 %s", server, sent), fields);
	if (way == 1)
		only64(299, server, low(&wide), 1, MSG_DONTWAIT, 0, 0);
	else
		only32(337, server, low(&narrow), 1, MSG_DONTWAIT, 0, 0);
	close(server);
	close(client);
}

/* The i386 call for all of them. */
static void socketcall(void)
{
	static unsigned arguments[6];
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	arguments[0] = AF_INET;
	arguments[1] = SOCK_STREAM;
	CALL32("socket", "fd=$r domain=2(AF_INET) type=1(SOCK_STREAM) proto=0", 102, 1, arguments, 0, 0, 0, 0);
	arguments[0] = fd;
	to_port(9);
	arguments[1] = low(&address);
	arguments[2] = sizeof(address);
	expect("connect", "", "fd.sport=9\tfd.l4proto=udp");
	only32(102, 3, low(arguments), 0, 0, 0, 0);
	arguments[1] = low(data);
	arguments[2] = 3;
	arguments[3] = 0;
	expect("sendto", "", "fd.sport=9\tevt.rawarg.size=3");
	only32(102, 9, low(arguments), 0, 0, 0, 0);
	close(fd);
}

static void redirections(int ways)
{
	int pipes[2], fd = socket(AF_INET, SOCK_DGRAM, 0);

	to_port(9);
	connect(fd, (void *)&address, sizeof(address));
	pipe(pipes);
	BY(ways, "dup2", text("res=$r oldfd=%d newfd=0", fd), "fd.num=0\tfd.type=ipv4\tfd.typechar=4\tfd.sip=127.0.0.1\tfd.sport=9", 33, 63, fd,
	   0, 0, 0, 0, 0);
	BY(ways, "dup3", text("res=$r oldfd=%d newfd=2 flags=524288(O_CLOEXEC)", pipes[1]), "fd.num=2\tfd.type=pipe\tfd.typechar=p", 292, 330,
	   pipes[1], 2, O_CLOEXEC, 0, 0, 0);
	close(0);
	BY(ways, "dup", text("res=$r oldfd=%d", fd), "fd.num=0\tfd.sport=9", 32, 41, fd, 0, 0, 0, 0, 0);
	close(0);
	BY(ways, "fcntl", text("res=$r fd=%d cmd=0(F_DUPFD)", fd), "fd.num=0\tfd.sport=9", 72, 221, fd, F_DUPFD, 0, 0, 0, 0);
	close(0);
	if (ways & 2)
		BY(ways, "fcntl", text("res=$r fd=%d cmd=1030(F_DUPFD_CLOEXEC)", fd), "fd.num=0", NONE, 55, fd, F_DUPFD_CLOEXEC, 0, 0, 0, 0);
	/* Nothing to tell: no standard descriptor, another command. */
	fcntl(fd, F_DUPFD, 20);
	fcntl(fd, F_GETFD);
	dup2(fd, 30);
}

void socket_calls(void)
{
	static int pair[2];

	CALL("socket", "fd=$r domain=17(AF_PACKET) type=3(SOCK_RAW) proto=768", 41, 359, AF_PACKET, SOCK_RAW, 0x300, 0, 0, 0);
	CALL("socket", "fd=$r domain=1(AF_UNIX) type=9(9) proto=0", 41, 359, AF_UNIX, 9, 0, 0, 0, 0);
	for (int way = 1; way <= 2; way++) {
		/* The lowest two free descriptors, as the pair gets them. */
		int one = open("/dev/null", O_RDONLY), two = open("/dev/null", O_RDONLY);

		close(one);
		close(two);
		BY(way, "socketpair", text("res=$r fd1=%d fd2=%d domain=1(AF_UNIX) type=1(SOCK_STREAM) proto=0", one, two), "", 53, 360, AF_UNIX,
		   SOCK_STREAM, 0, pair, 0, 0);
		streams(way);
		datagrams(way);
	}
	socketcall();
	in_children(redirections);
}
