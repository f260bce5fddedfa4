/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Sockets: what the kernel holds, and what becomes of connections. */
#define _GNU_SOURCE
#include "check.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/un.h>

static struct sockaddr_in inet(int port)
{
	return (struct sockaddr_in){ .sin_family = AF_INET, .sin_port = htons(port), .sin_addr = { htonl(INADDR_LOOPBACK) } };
}

static void inet_calls(void)
{
	struct sockaddr_in address = inet(0), away = inet(1);
	struct sockaddr_in6 v6 = { .sin6_family = AF_INET6, .sin6_port = htons(9), .sin6_addr = IN6ADDR_LOOPBACK_INIT };
	socklen_t length = sizeof(address);
	int server = socket(AF_INET, SOCK_STREAM, 0), client = socket(AF_INET, SOCK_STREAM, 0), udp;
	unsigned int *arguments = (unsigned int *)(low + 256);

	bind(server, (void *)&address, sizeof(address));
	listen(server, 17);
	getsockname(server, (void *)&address, &length);
	shared[0] = ntohs(address.sin_port);
	fcntl(client, F_SETFL, O_NONBLOCK);
	connect(client, (void *)&address, sizeof(address));
	length = sizeof(address);
	getsockname(client, (void *)&address, &length);
	shared[1] = ntohs(address.sin_port);
	accept4(server, NULL, NULL, SOCK_CLOEXEC);
	connect(socket(AF_INET, SOCK_STREAM, 0), (void *)&away, sizeof(away));
	udp = socket(AF_INET6, SOCK_DGRAM, 0);
	connect(udp, (void *)&v6, sizeof(v6));
	memcpy(low, &away, sizeof(away));
	arguments[0] = socket(AF_INET, SOCK_DGRAM, 0);
	arguments[1] = (unsigned int)(long)low;
	arguments[2] = sizeof(away);
	call32(102, 3, (long)arguments, 0);
	address = inet(shared[0]);
	bind(socket(AF_INET, SOCK_STREAM, 0), (void *)&address, sizeof(address));
	connect(-1, (void *)&away, sizeof(away));
}

static void check_inet(void)
{
	static const __u8 loopback[16] = { 127, 0, 0, 1 };
	const struct record *r;

	observe(inet_calls);
	r = event(SE_BIND, 0);
	NUMBER(r->net.socket.lport, shared[0]);
	CHECK(memcmp(r->net.socket.laddr, loopback, 16) == 0);
	NUMBER(r->net.socket.family, AF_INET);
	NUMBER(r->net.socket.type, SOCK_STREAM);
	NUMBER(r->net.socket.protocol, IPPROTO_TCP);
	NUMBER(r->net.socket.provenance, SE_FROM_KERNEL_OBJECT);
	r = event(SE_LISTEN, 0);
	NUMBER(r->net.backlog, 17);
	NUMBER(r->net.socket.lport, shared[0]);
	r = event(SE_CONNECT, 0);
	NUMBER(r->h.result, -EINPROGRESS);
	NUMBER(r->net.socket.rport, shared[0]);
	NUMBER(r->net.socket.lport, shared[1]);
	CHECK(memcmp(r->net.socket.raddr, loopback, 16) == 0);
	NUMBER(r->net.socket.provenance, SE_FROM_KERNEL_OBJECT);
	r = event(SE_ACCEPT4, 0);
	NUMBER(r->net.socket.lport, shared[0]);
	NUMBER(r->net.socket.rport, shared[1]);
	CHECK(r->net.fd != r->h.result);
	r = event(SE_CONNECT, 1);
	NUMBER(r->h.result, -ECONNREFUSED);
	NUMBER(r->net.socket.rport, 1);
	CHECK(memcmp(r->net.socket.raddr, loopback, 16) == 0);
	NUMBER(r->net.socket.provenance, SE_FROM_USER_MEMORY);
	r = event(SE_CONNECT, 2);
	NUMBER(r->net.socket.family, AF_INET6);
	NUMBER(r->net.socket.raddr[15], 1);
	NUMBER(r->net.socket.rport, 9);
	NUMBER(r->net.socket.protocol, IPPROTO_UDP);
	r = event(SE_CONNECT, 3);
	NUMBER(r->h.flags, SE_COMPAT);
	NUMBER(r->h.result, 0);
	NUMBER(r->net.socket.rport, 1);
	r = event(SE_BIND, 1);
	NUMBER(r->h.result, -EADDRINUSE);
	NUMBER(r->net.socket.lport, shared[0]);
	NUMBER(r->net.socket.provenance, SE_FROM_USER_MEMORY);
	r = event(SE_CONNECT, 4);
	NUMBER(r->h.result, -EBADF);
	NUMBER(r->net.socket.family, AF_INET);
	NUMBER(r->net.socket.rport, 1);
}

/* Waits for the state of a socket: what a connection comes to is known from a packet, not from a call. */
static void until_state(int fd, int state)
{
	struct tcp_info info;
	socklen_t length = sizeof(info);

	for (int i = 0; i < 6000; i++) {
		getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &length);
		if (info.tcpi_state == state)
			return;
		usleep(10000);
	}
}

static int connect_to(int port)
{
	struct sockaddr_in address = inet(port);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);

	connect(fd, (void *)&address, sizeof(address));
	return fd;
}

static void tcp_calls(void)
{
	struct sockaddr_in address = inet(0);
	struct linger reset = { 1, 0 };
	socklen_t length = sizeof(address);
	int server = socket(AF_INET, SOCK_STREAM, 0), client, end;
	char data[1000] = "";

	bind(server, (void *)&address, sizeof(address));
	listen(server, 3);
	getsockname(server, (void *)&address, &length);
	shared[0] = ntohs(address.sin_port);
	client = connect_to(shared[0]);
	length = sizeof(address);
	getsockname(client, (void *)&address, &length);
	shared[1] = ntohs(address.sin_port);
	if (fork() == 0) {
		end = accept(server, NULL, NULL);
		recv(end, data, sizeof(data), MSG_WAITALL);
		write(end, data, 10);
		until_state(end, TCP_CLOSE_WAIT);
		_exit(0);
	}
	usleep(50000);
	write(client, data, sizeof(data));
	fcntl(client, F_SETFL, 0);
	recv(client, data, 10, MSG_WAITALL);
	shutdown(client, SHUT_WR);
	read(client, data, 1);
	close(client);
	wait(NULL);
	until_state(connect_to(1), TCP_CLOSE);
	client = connect_to(shared[0]);
	end = accept(server, NULL, NULL);
	setsockopt(client, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset));
	close(client);
	until_state(end, TCP_CLOSE);
}

/* The nth record of a type about the socket with these ports. */
static const struct record *of_ports(enum se_type type, int local, int remote)
{
	for (int i = 0; i < event_count(type); i++)
		if (event(type, i)->net.socket.lport == local && event(type, i)->net.socket.rport == remote)
			return event(type, i);
	return event(type, event_count(type));
}

static void check_tcp(void)
{
	int pid = observe(tcp_calls), acceptor, to, from;
	const struct record *r;

	to = shared[0];
	from = shared[1];
	acceptor = event(SE_CLONE, 0)->fork.child_pid;
	NUMBER(event_count(SE_TCP_ESTABLISHED), 4);
	r = of_ports(SE_TCP_ESTABLISHED, from, to);
	NUMBER(r->h.pid, pid);
	NUMBER(r->h.result, 0);
	NUMBER(r->net.kind, SE_PART_CONNECTS);
	NUMBER(r->net.call_flags, SE_SIDE_CLIENT);
	NUMBER(r->net.socket.state, TCP_ESTABLISHED);
	NUMBER(r->net.socket.raddr[0], 127);
	CHECK(r->net.args[SE_TCP_DURATION] > 0);
	CHECK(r->net.socket.ino != 0);
	r = of_ports(SE_TCP_ESTABLISHED, to, from);
	NUMBER(r->h.pid, pid);
	NUMBER(r->net.kind, SE_PART_LISTENS);
	NUMBER(r->net.call_flags, SE_SIDE_SERVER);
	r = of_ports(SE_TCP_CLOSE, from, to);
	NUMBER(r->h.pid, pid);
	NUMBER(r->h.result, 0);
	NUMBER(r->net.args[SE_TCP_SENT], 1000);
	NUMBER(r->net.args[SE_TCP_RECEIVED], 10);
	CHECK(r->net.args[SE_TCP_DURATION] >= 50000000);
	r = of_ports(SE_TCP_CLOSE, to, from);
	NUMBER(r->h.pid, acceptor);
	NUMBER(r->net.kind, SE_PART_ACCEPTED);
	NUMBER(r->net.args[SE_TCP_SENT], 10);
	NUMBER(r->net.args[SE_TCP_RECEIVED], 1000);
	CHECK(r->net.args[SE_TCP_DURATION] >= 50000000);
	r = event(SE_TCP_FAILED, 0);
	NUMBER(r->h.pid, pid);
	NUMBER(r->h.result, -ECONNREFUSED);
	NUMBER(r->net.socket.rport, 1);
	NUMBER(event_count(SE_TCP_CLOSE), 4);
	/* The reset: its sender, and who got it. */
	r = event(SE_TCP_CLOSE, 2);
	NUMBER(r->h.result, 0);
	NUMBER(r->net.call_flags, SE_SIDE_CLIENT);
	r = event(SE_TCP_CLOSE, 3);
	NUMBER(r->h.result, -ECONNRESET);
	NUMBER(r->h.pid, pid);
	NUMBER(r->net.kind, SE_PART_ACCEPTED);
}

static void unix_calls(void)
{
	struct sockaddr_un path = { .sun_family = AF_UNIX }, abstract = { .sun_family = AF_UNIX, .sun_path = "\0hidden" };
	int server = socket(AF_UNIX, SOCK_STREAM, 0), client = socket(AF_UNIX, SOCK_STREAM, 0);

	strcpy(path.sun_path, in_dir("socket"));
	bind(server, (void *)&path, sizeof(path));
	listen(server, 1);
	connect(client, (void *)&path, sizeof(path));
	accept(server, NULL, NULL);
	bind(socket(AF_UNIX, SOCK_DGRAM, 0), (void *)&abstract, 2 + 7);
	strcpy(path.sun_path, in_dir("absent"));
	connect(socket(AF_UNIX, SOCK_STREAM, 0), (void *)&path, sizeof(path));
	abstract.sun_path[1] = 'x';
	connect(socket(AF_UNIX, SOCK_STREAM, 0), (void *)&abstract, 2 + 7);
}

static void check_unix(void)
{
	const struct record *r;
	int pid = observe(unix_calls);

	TEXT(span_text(event(SE_BIND, 0), event(SE_BIND, 0)->net.socket.lpath), in_dir("socket"));
	r = event(SE_CONNECT, 0);
	TEXT(span_text(r, r->net.socket.rpath), in_dir("socket"));
	NUMBER(r->net.socket.peer_pid, pid);
	r = event(SE_ACCEPT, 0);
	TEXT(span_text(r, r->net.socket.lpath), in_dir("socket"));
	NUMBER(r->net.socket.rpath.off, 0);
	NUMBER(r->net.socket.peer_pid, pid);
	r = event(SE_BIND, 1);
	NUMBER(r->net.socket.lpath.len, 7);
	CHECK(memcmp(r->bytes + r->net.socket.lpath.off, "\0hidden", 7) == 0);
	r = event(SE_CONNECT, 1);
	NUMBER(r->h.result, -ENOENT);
	TEXT(span_text(r, r->net.socket.rpath), in_dir("absent"));
	NUMBER(r->net.socket.provenance, SE_FROM_USER_MEMORY);
	r = event(SE_CONNECT, 2);
	NUMBER(r->h.result, -ECONNREFUSED);
	NUMBER(r->net.socket.rpath.len, 7);
	CHECK(memcmp(r->bytes + r->net.socket.rpath.off, "\0xidden", 7) == 0);
}

void check_sockets(void)
{
	check_inet();
	check_tcp();
	check_unix();
}
