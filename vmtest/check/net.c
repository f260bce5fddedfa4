/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* connect, accept, bind, listen; and sockets as standard input of a new program. */
#define _GNU_SOURCE
#include "check.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#define PORT 7001

/* 127.0.0.1 or ::1, and the port. */
static socklen_t loopback(int family, struct sockaddr_storage *address)
{
	struct sockaddr_in *v4 = (void *)address;
	struct sockaddr_in6 *v6 = (void *)address;

	memset(address, 0, sizeof(*address));
	if (family == AF_INET) {
		*v4 = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(PORT)};
		v4->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
		return sizeof(*v4);
	}
	*v6 = (struct sockaddr_in6){.sin6_family = AF_INET6, .sin6_port = htons(PORT), .sin6_addr = in6addr_loopback};
	return sizeof(*v6);
}

static int family;
static int inherited;

static void converse(void)
{
	struct sockaddr_storage address;
	socklen_t size = loopback(family, &address);
	int server = DO(socket(family, SOCK_STREAM, 0)), client = DO(socket(family, SOCK_STREAM, 0)), one = 1;

	setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	DO(bind(server, (void *)&address, size));
	DO(listen(server, 5));
	DO(connect(client, (void *)&address, size));
	DO(syscall(family == AF_INET ? SYS_accept : SYS_accept4, server, NULL, NULL, 0));
}

static void stream_calls(int which)
{
	static const __u8 v4[16] = {127, 0, 0, 1}, v6[16] = {[15] = 1};
	const __u8 *host = which == AF_INET ? v4 : v6;
	size_t size = which == AF_INET ? 4 : 16;

	family = which;
	pid_t pid = in_child(converse, NULL);
	const struct se_net *bound = record(SE_BIND, pid), *listening = record(SE_LISTEN, pid);
	const struct se_net *connected = record(SE_CONNECT, pid);
	const struct se_net *accepted = record(which == AF_INET ? SE_ACCEPT : SE_ACCEPT4, pid);

	REQUIRE_EQ(bound->h.result, 0);
	REQUIRE_EQ(bound->socket.family, which);
	REQUIRE_EQ(bound->socket.type, SOCK_STREAM);
	REQUIRE_EQ(bound->socket.protocol, IPPROTO_TCP);
	REQUIRE_EQ(bound->socket.lport, PORT);
	REQUIRE(!memcmp(bound->socket.laddr, host, size));
	REQUIRE_EQ(bound->socket.provenance, SE_FROM_KERNEL_OBJECT);
	REQUIRE_EQ(listening->backlog, 5);
	REQUIRE_EQ(listening->fd, bound->fd);
	REQUIRE_EQ(listening->socket.lport, PORT);
	REQUIRE_EQ(connected->h.result, 0);
	REQUIRE_EQ(connected->socket.rport, PORT);
	REQUIRE(connected->socket.lport != 0);
	REQUIRE(!memcmp(connected->socket.raddr, host, size));
	REQUIRE(!memcmp(connected->socket.laddr, host, size));
	REQUIRE_EQ(connected->socket.provenance, SE_FROM_KERNEL_OBJECT);
	REQUIRE(accepted->h.result >= 0);
	REQUIRE_EQ(accepted->fd, bound->fd);
	REQUIRE_EQ(accepted->socket.lport, PORT);
	REQUIRE_EQ(accepted->socket.rport, connected->socket.lport);
	REQUIRE(!memcmp(accepted->socket.raddr, host, size));
	REQUIRE(accepted->socket.ino != 0);
}

static void tcp4(void)
{
	stream_calls(AF_INET);
}

static void tcp6(void)
{
	stream_calls(AF_INET6);
}

static void connect_refused(void)
{
	struct sockaddr_storage address;
	socklen_t size = loopback(AF_INET, &address);

	connect(DO(socket(AF_INET, SOCK_STREAM, 0)), (void *)&address, size);
}

static void refused(void)
{
	const struct se_net *r = record(SE_CONNECT, in_child(connect_refused, NULL));

	REQUIRE_EQ(r->h.result, -ECONNREFUSED);
	REQUIRE_EQ(r->socket.rport, PORT);
	REQUIRE_EQ(r->socket.raddr[0], 127);
	r = record(SE_TCP_FAILED, r->h.pid);
	REQUIRE_EQ(r->h.result, -ECONNREFUSED);
	REQUIRE_EQ(r->socket.rport, PORT);
	REQUIRE_EQ(r->kind, SE_PART_CONNECTS);
}

static void transfer(void)
{
	struct sockaddr_storage address;
	socklen_t size = loopback(AF_INET, &address);
	int server = DO(socket(AF_INET, SOCK_STREAM, 0)), client = DO(socket(AF_INET, SOCK_STREAM, 0)), end, one = 1;
	char data[300] = "";

	setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	DO(bind(server, (void *)&address, size));
	DO(listen(server, 5));
	DO(connect(client, (void *)&address, size));
	end = DO(accept(server, NULL, NULL));
	DO(write(client, data, sizeof(data)));
	DO(recv(end, data, sizeof(data), MSG_WAITALL));
	DO(write(end, data, 20));
	DO(recv(client, data, 20, MSG_WAITALL));
	DO(close(client));
	DO(read(end, data, 1));
	DO(close(end));
}

static void require_end(const struct se_net *end, int part, int sent, int received)
{
	REQUIRE_EQ(end->h.result, 0);
	REQUIRE_EQ(end->kind, part);
	REQUIRE_EQ(end->args[SE_TCP_SENT], sent);
	REQUIRE_EQ(end->args[SE_TCP_RECEIVED], received);
	REQUIRE(end->args[SE_TCP_DURATION] > 0);
	REQUIRE_EQ(end->socket.raddr[0], 127);
}

static void tcp_states(void)
{
	pid_t pid = in_child(transfer, NULL);
	const struct se_net *one = record(SE_TCP_ESTABLISHED, pid), *other = record_after(one, SE_TCP_ESTABLISHED, pid);

	REQUIRE_EQ(one->call_flags + other->call_flags, SE_SIDE_CLIENT + SE_SIDE_SERVER);
	REQUIRE_EQ(one->socket.lport, other->socket.rport);
	REQUIRE_EQ(one->socket.rport, other->socket.lport);
	one = record(SE_TCP_CLOSE, pid);
	other = record_after(one, SE_TCP_CLOSE, pid);
	REQUIRE_EQ(one->socket.lport, other->socket.rport);
	if (one->call_flags == SE_SIDE_SERVER) {
		const struct se_net *first = one;

		one = other;
		other = first;
	}
	require_end(one, SE_PART_CONNECTS, 300, 20);
	require_end(other, SE_PART_ACCEPTED, 20, 300);
}

static void datagram(void)
{
	struct sockaddr_storage address;
	socklen_t size = loopback(AF_INET, &address);

	DO(connect(DO(socket(AF_INET, SOCK_DGRAM, 0)), (void *)&address, size));
}

static void udp(void)
{
	const struct se_net *r = record(SE_CONNECT, in_child(datagram, NULL));

	REQUIRE_EQ(r->socket.type, SOCK_DGRAM);
	REQUIRE_EQ(r->socket.protocol, IPPROTO_UDP);
	REQUIRE_EQ(r->socket.rport, PORT);
}

static void unix_stream(void)
{
	struct sockaddr_un named = {.sun_family = AF_UNIX, .sun_path = FOLDER "/socket"};
	struct sockaddr_un abstract = {.sun_family = AF_UNIX, .sun_path = "\0hidden"};
	int server = DO(socket(AF_UNIX, SOCK_STREAM, 0)), other = DO(socket(AF_UNIX, SOCK_STREAM, 0));

	DO(bind(server, (void *)&named, sizeof(named)));
	DO(listen(server, 1));
	DO(connect(DO(socket(AF_UNIX, SOCK_STREAM, 0)), (void *)&named, sizeof(named)));
	DO(bind(other, (void *)&abstract, sizeof(sa_family_t) + 7));
}

static void unix_names(void)
{
	pid_t pid = in_child(unix_stream, NULL);
	const struct se_net *r = record(SE_BIND, pid);

	REQUIRE_EQ(r->socket.family, AF_UNIX);
	REQUIRE_TEXT(span_text(r, r->socket.lpath), FOLDER "/socket");
	r = record_after(r, SE_BIND, pid);
	REQUIRE_EQ(r->socket.lpath.len, 7);
	REQUIRE(!memcmp((char *)r + r->socket.lpath.off, "\0hidden", 7));
	r = record(SE_CONNECT, pid);
	REQUIRE_TEXT(span_text(r, r->socket.rpath), FOLDER "/socket");
}

static void shell_on_socket(void)
{
	struct sockaddr_storage address;
	socklen_t size = loopback(AF_INET, &address);
	int client = DO(socket(AF_INET, SOCK_STREAM, 0));

	DO(connect(client, (void *)&address, size));
	for (int fd = 0; fd < 3; fd++)
		DO(dup2(client, fd));
	execl("/bin/sh", "sh", "-c", "exit 0", NULL);
	_exit(98);
}

static void standard_input_is_a_socket(void)
{
	struct sockaddr_storage address;
	socklen_t size = loopback(AF_INET, &address);
	int one = 1;

	inherited = DO(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
	setsockopt(inherited, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	DO(bind(inherited, (void *)&address, size));
	DO(listen(inherited, 1));
	pid_t pid = in_child(shell_on_socket, NULL);

	close(inherited);
	const struct se_exec *r = record(SE_EXECVE, pid);

	for (int fd = 0; fd < 3; fd++)
		REQUIRE_EQ(r->stdio[fd], SE_FD_INET);
	REQUIRE_EQ(r->socket.family, AF_INET);
	REQUIRE_EQ(r->socket.rport, PORT);
	REQUIRE_EQ(r->socket.raddr[0], 127);
}

const struct check net_checks[] = {
	{"bind, listen, connect, accept: IPv4", tcp4},
	{"bind, listen, connect, accept4: IPv6", tcp6},
	{"connect: refused", refused},
	{"tcp: established, closed, how much was sent, and whose it was", tcp_states},
	{"connect: a datagram socket", udp},
	{"bind, connect: names of Unix sockets", unix_names},
	{"exec: a shell whose standard input is a socket", standard_input_is_a_socket},
	{}
};
