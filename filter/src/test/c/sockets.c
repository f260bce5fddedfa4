/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Sockets, datagrams, descriptors that are copied. */
#include "calls.h"
#include "test_ring.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <linux/vm_sockets.h>

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

struct pair {
	int server, client, to, from;
};

/* Two sockets with their ports; the address is that of the server. */
static struct pair datagram_pair(void)
{
	struct pair pair = { .server = socket(AF_INET, SOCK_DGRAM, 0), .client = socket(AF_INET, SOCK_DGRAM, 0) };

	to_port(0);
	bind(pair.server, (void *)&address, sizeof(address));
	bind(pair.client, (void *)&address, sizeof(address));
	pair.to = port_of(pair.server);
	pair.from = port_of(pair.client);
	to_port(pair.to);
	return pair;
}

/* By calls of any file, between two connected sockets: writes, then what is read of them. */
static void plain_datagrams(int way, struct pair pair)
{
	int server = pair.server, client = pair.client;
	const void *out = way == 1 ? (void *)&wide_data : &narrow_data, *in = way == 1 ? (void *)&wide_room : &narrow_room;
	char *fields = text("fd.sip=127.0.0.1\tfd.sport=%d\tfd.cport=%d\tfd.l4proto=udp", pair.to, pair.from);
	char *of = text("size=3 tuple=127.0.0.1:%d->127.0.0.1:%d flags=0(0)", pair.from, pair.to);

	to_port(pair.to);
	connect(client, (void *)&address, sizeof(address));
	BY(way, "write", text("res=$r fd=%d %s", client, of), fields, 1, 4, client, low(data), 3, 0, 0, 0);
	BY(way, "writev", text("res=$r fd=%d %s", client, of), fields, 20, 146, client, low(out), 1, 0, 0, 0);
	BY(way, "pwritev2", text("res=$r fd=%d %s", client, of), fields, 328, 379, client, low(out), 1, -1L, -1L, 0);
	BY(way, "read", text("res=$r fd=%d %s", server, of), fields, 0, 3, server, low(room), sizeof(room), 0, 0, 0);
	BY(way, "readv", text("res=$r fd=%d %s", server, of), fields, 19, 145, server, low(in), 1, 0, 0, 0);
	BY(way, "preadv2", text("res=$r fd=%d %s", server, of), fields, 327, 378, server, low(in), 1, -1L, -1L, 0);
}

/* Messages of one call, to one place, there again, to two others: what goes where the one before went is told by that. */
static void several_datagrams(int way, struct pair pair)
{
	static struct sockaddr_in ends[4];
	static __typeof__(narrow) narrows[4];
	static struct mmsghdr wides[4];
	struct pair other = datagram_pair();
	int places[4] = { pair.to, pair.to, other.to, other.from };

	for (int i = 0; i < 4; i++) {
		ends[i] = (struct sockaddr_in){ .sin_family = AF_INET, .sin_port = htons(places[i]), .sin_addr = { htonl(INADDR_LOOPBACK) } };
		wides[i].msg_hdr = (struct msghdr){ .msg_name = &ends[i], .msg_namelen = sizeof(ends[i]), .msg_iov = &wide_data, .msg_iovlen = 1 };
		narrows[i] = (__typeof__(narrow)){ low(&ends[i]), sizeof(ends[i]), low(&narrow_data), 1, 0, 0, 0, 0 };
	}
	wide_data.iov_base = data;
	wide_data.iov_len = 3;
	expect("sendmmsg", text("res=4 fd=%d size=4 tuple=127.0.0.1:%d->127.0.0.1:%d flags=64(MSG_DONTWAIT)", pair.client, pair.from, pair.to), "");
	if (way == 1)
		only64(307, pair.client, low(wides), 4, MSG_DONTWAIT, 0, 0);
	else
		only32(345, pair.client, low(narrows), 4, MSG_DONTWAIT, 0, 0);
	for (int i = 2; i < 4; i++)
		dprintf(1, "%d\tsendmmsg\t%s\tres=4 fd=%d size=4 tuple=127.0.0.1:%d->127.0.0.1:%d flags=64(MSG_DONTWAIT)\t\n", getpid(),
			way == 1 ? "syscall" : "int80", pair.client, pair.from, places[i]);
	to_port(other.to);
	sendto(pair.client, data, 3, 0, (void *)&address, sizeof(address));
	sendto(other.client, data, 3, 0, (void *)&address, sizeof(address));
	for (int i = 0; i < 2; i++) {
		ends[i].sin_port = 0;
		wides[i].msg_hdr.msg_iov = &wide_room;
		narrows[i].iov = low(&narrow_room);
	}
	recv(other.server, room, sizeof(room), 0); /* what came before */
	expect("recvmmsg", text("res=2 fd=%d size=2 tuple=127.0.0.1:%d->127.0.0.1:%d flags=64(MSG_DONTWAIT)", other.server, pair.from, other.to),
	       "");
	if (way == 1)
		only64(299, other.server, low(wides), 2, MSG_DONTWAIT, 0, 0);
	else
		only32(337, other.server, low(narrows), 2, MSG_DONTWAIT, 0, 0);
	dprintf(1, "%d\trecvmmsg\t%s\tres=2 fd=%d size=2 tuple=127.0.0.1:%d->127.0.0.1:%d flags=64(MSG_DONTWAIT)\t\n", getpid(),
		way == 1 ? "syscall" : "int80", other.server, other.from, other.to);
	close(other.server);
	close(other.client);
	to_port(pair.to);
}

static void datagrams(int way)
{
	struct pair pair = datagram_pair();
	int server = pair.server, client = pair.client, to = pair.to, from = pair.from;

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
	several_datagrams(way, pair);
	to_port(from);
	connect(server, (void *)&address, sizeof(address));
	plain_datagrams(way, pair);
	close(server);
	close(client);
}

static void told_by_ring(const char *type, int result, int fd, const char *fields)
{
	dprintf(1, "%d\t%s\t-\t\tevt.via=io_uring\tevt.rawres=%d\tfd.num=%d\t%s\n", getpid(), type, result, fd, fields);
}

static void ring_datagrams(void)
{
	struct pair pair = datagram_pair();
	int server = pair.server, client = pair.client, to = pair.to, from = pair.from;
	struct ring ring;

	connect(client, (void *)&address, sizeof(address));
	for (int i = 0; i < 3; i++)
		send(client, data, 3, 0);
	if (ring_make(&ring, 0)) {
		perror("a ring of io_uring");
		return;
	}
	char *fields = text("fd.sip=127.0.0.1\tfd.sport=%d\tfd.cport=%d\tfd.l4proto=udp", to, from);

	address.sin_port = 0;
	wide_room = (struct iovec){ room, sizeof(room) };
	wide.msg_hdr = (struct msghdr){ .msg_name = &address, .msg_namelen = sizeof(address), .msg_iov = &wide_room, .msg_iovlen = 1 };
	ring_request(&ring, IORING_OP_RECVMSG, server, &wide.msg_hdr)->len = 1;
	told_by_ring("recvmsg", ring_result(&ring), server, fields);
	to_port(from);
	connect(server, (void *)&address, sizeof(address));
	ring_request(&ring, IORING_OP_RECV, server, room)->len = sizeof(room);
	told_by_ring("recvfrom", ring_result(&ring), server, fields);
	ring_request(&ring, IORING_OP_READ, server, room)->len = sizeof(room);
	told_by_ring("read", ring_result(&ring), server, fields);
	close(ring.fd);
	close(server);
	close(client);
}

/* What a state of a connection has to tell; it comes from no call. */
__attribute__((format(printf, 2, 3))) static void told_state(const char *type, const char *fields, ...)
{
	va_list arguments;

	dprintf(1, "%d\t%s\t-\t\t", getpid(), type);
	va_start(arguments, fields);
	vdprintf(1, fields, arguments);
	va_end(arguments);
	dprintf(1, "\n");
}

/* The state changes with a packet, at some time after the call. */
static void until_state(int fd, int state)
{
	struct tcp_info info;
	socklen_t size = sizeof(info);

	for (int i = 0; i < 6000; i++, usleep(10000))
		if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size) == 0 && info.tcpi_state == state)
			return;
}

static int connecting(int ways)
{
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);

	expect("connect", "", text("fd.sport=%d", ntohs(address.sin_port)));
	by(ways, 42, 362, fd, low(&address), sizeof(address), 0, 0, 0);
	return fd;
}

/* Connections of this process, which it makes, accepts, uses and closes. */
static void tcp_states(int ways)
{
	int server = socket(AF_INET, SOCK_STREAM, 0), client, end, port, own;

	to_port(0);
	bind(server, (void *)&address, sizeof(address));
	port = port_of(server);
	expect("listen", "", "");
	by(ways, 50, 363, server, 7, 0, 0, 0, 0);
	to_port(port);
	client = connecting(ways);
	own = port_of(client);
	expect("accept4", "", "");
	end = by(ways, 288, 364, server, 0, 0, 0, 0, 0);
	/* Either end may be the first to be told of. */
	until_state(client, TCP_ESTABLISHED);
	told_state("tcp_established", "fd.name=127.0.0.1:%d->127.0.0.1:%d\tfd.lport=%d\tfd.is_server=true\tproc.pid=%d\tproc.name=calls"
		   "\tevt.res=SUCCESS\tevt.arg.role=listens\tevt.arg.duration=<NA>", own, port, port, getpid());
	write(client, data, 3);
	read(end, room, 3);
	write(end, data, 2);
	read(client, room, 2);
	shutdown(client, SHUT_WR);
	until_state(end, TCP_CLOSE_WAIT);
	close(end);
	until_state(client, TCP_CLOSE);
	told_state("tcp_close", "fd.name=127.0.0.1:%d->127.0.0.1:%d\tfd.sport=%d\tfd.cport=%d\tfd.l4proto=tcp\tfd.is_server=false\tproc.pid=%d"
		   "\tevt.res=SUCCESS\tevt.rawarg.sent=3\tevt.rawarg.received=2\tevt.arg.role=connects\tfd.connected=false", own, port,
		   port, own, getpid());
	close(client);
	to_port(1);
	client = connecting(ways);
	own = port_of(client);
	until_state(client, TCP_CLOSE);
	told_state("tcp_failed", "fd.sport=1\tfd.sip=127.0.0.1\tproc.pid=%d\tevt.res=ECONNREFUSED\tevt.failed=true\tevt.arg.role=connects",
		   getpid());
}

static void put_name(struct sockaddr_un *to, const char *name, int size)
{
	to->sun_family = AF_UNIX;
	memcpy(to->sun_path, name, size);
	length = 2 + size;
}

/* A path, then an abstract name: the other end is this process. */
static void unix_names(int ways)
{
	static struct sockaddr_un name;
	static char abstract[] = "\0se-name";
	const char *path = in_dir(ways == 1 ? "socket64" : "socket32");

	for (int turn = 0; turn < 2; turn++) {
		int server = socket(AF_UNIX, SOCK_STREAM, 0), client = socket(AF_UNIX, SOCK_STREAM, 0);
		const char *told = turn ? "@se-name" : path;
		char *fields = text("fd.name=%s\tfd.sockfamily=unix\tfd.type=unix\tfd.peer.pid=%d", told, getpid());

		put_name(&name, turn ? abstract : path, turn ? 8 : strlen(path) + 1);
		BY(ways, "bind", text("res=$r addr=%s fd=%d", told, server), "", 49, 361, server, low(&name), length, 0, 0, 0);
		listen(server, 1);
		BY(ways, "connect", text("res=$r tuple=%s fd=%d addr=%s", told, client, told), fields, 42, 362, client, low(&name), length, 0,
		   0, 0);
		BY(ways, "accept4", text("fd=$r tuple=%s flags=0(0)", told), fields, 288, 364, server, 0, 0, 0, 0, 0);
		close(server);
		close(client);
	}
}

/* Connects to no address: the socket is connected to nothing any more. */
static void dissolved(int ways)
{
	struct pair pair = datagram_pair();
	static struct sockaddr none = { .sa_family = AF_UNSPEC };
	static struct sockaddr_un name;
	const char *path = in_dir(ways == 1 ? "dissolved64" : "dissolved32");
	int server = socket(AF_UNIX, SOCK_DGRAM, 0), client = socket(AF_UNIX, SOCK_DGRAM, 0);
	char *fields = text("fd.sip=<NA>\tfd.sport=<NA>\tfd.name=<NA>\tfd.type=ipv4\tfd.lip=127.0.0.1\tfd.connected=false");

	connect(pair.client, (void *)&address, sizeof(address));
	BY(ways, "connect", text("res=$r fd=%d addr=AF_UNSPEC", pair.client), fields, 42, 362, pair.client, low(&none), sizeof(none), 0, 0, 0);
	put_name(&name, path, strlen(path) + 1);
	bind(server, (void *)&name, length);
	connect(client, (void *)&name, length);
	BY(ways, "connect", text("res=$r fd=%d addr=AF_UNSPEC", client), "fd.name=<NA>\tfd.connected=false", 42, 362, client, low(&none),
	   sizeof(none), 0, 0, 0);
}

/* Sockets between a virtual machine and its host, whether or not there is one: also where the kernel lacks them. */
static void vsock(int ways)
{
	static struct sockaddr_vm own = { .svm_family = AF_VSOCK, .svm_cid = VMADDR_CID_ANY, .svm_port = VMADDR_PORT_ANY };
	static struct sockaddr_vm away = { .svm_family = AF_VSOCK, .svm_cid = 77, .svm_port = 70000 };
	int fd = socket(AF_VSOCK, SOCK_STREAM | SOCK_NONBLOCK, 0);

	own.svm_port = 70000 + getpid();
	BY(ways, "bind", text("res=$r addr=4294967295:%u fd=%d", own.svm_port, fd),
	   text("fd.name=4294967295:%u\tfd.sockfamily=vsock\tfd.sip=<NA>", own.svm_port), 49, 361, fd, low(&own), sizeof(own), 0, 0, 0);
	expect("connect", "", "evt.arg.addr=77:70000\tfd.sockfamily=vsock");
	by(ways, 42, 362, fd, low(&away), sizeof(away), 0, 0, 0);
}

/* What a socket looks at with a program of its own, and sees of others; what programs set all the time is told by none. */
static void options(int ways)
{
	static struct { unsigned short code; unsigned char jump, other; unsigned k; } accept_all = { 6, 0, 0, 0xffffffff };
	static struct { unsigned short length; void *filter; } wide = { 1, &accept_all };
	static struct { unsigned short length; unsigned filter; } narrow = { 1, 0 };
	static int on = 1, missing = -1;
	int fd = socket(AF_INET, SOCK_DGRAM, 0);
	long filter = ways == 1 ? low(&wide) : low(&narrow), size = ways == 1 ? sizeof(wide) : sizeof(narrow);

	narrow.filter = low(&accept_all);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	expect("setsockopt", "", text("evt.rawarg.fd=%d\tevt.arg.level=SOL_SOCKET\tevt.arg.optname=SO_ATTACH_FILTER\tevt.rawarg.optlen=%ld"
				      "\tevt.rawres=0\tfd.type=ipv4", fd, size));
	by(ways, 54, 366, fd, 1, 26, filter, size, 0);
	BY(ways, "setsockopt", text("res=$r fd=%d level=0(SOL_IP) optname=19(IP_TRANSPARENT) val=1 optlen=4", fd), "", 54, 366, fd, 0, 19,
	   low(&on), sizeof(on), 0);
	BY(ways, "setsockopt", text("res=$r fd=%d level=1(SOL_SOCKET) optname=50(SO_ATTACH_BPF) val=-1 optlen=4", fd), "", 54, 366, fd, 1, 50,
	   low(&missing), sizeof(missing), 0);
	BY(ways, "setsockopt", text("res=$r fd=%d level=263(SOL_PACKET) optname=1(PACKET_ADD_MEMBERSHIP) optlen=0", fd), "", 54, 366, fd, 263,
	   1, low(&on), 0, 0);
	if (ways == 2) {
		static unsigned arguments[5];

		arguments[0] = fd;
		arguments[2] = 3;
		arguments[3] = low(&on);
		arguments[4] = sizeof(on);
		BY(ways, "setsockopt", text("res=$r fd=%d level=0(SOL_IP) optname=3(IP_HDRINCL) val=1 optlen=4", fd), "", NONE, 102, 14,
		   low(arguments), 0, 0, 0, 0);
	}
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
	ring_datagrams();
	in_children(tcp_states);
	in_children(unix_names);
	in_children(redirections);
	in_children(dissolved);
	in_children(vsock);
	in_children(options);
}
