/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Sends to a name server by every call that can, and by a ring, in a network namespace of its own; nobody answers. What is sent
 * says how it is sent, and the program prints it. Static and not relocated: 32-bit calls take its addresses.
 */
#define _GNU_SOURCE
#include "test_ring.h"
#include "test_socket.h"

static struct sockaddr_in server, elsewhere, nowhere;
static char data[3][64];
static struct iovec parts[64];
static struct narrow_part narrow_parts[64];
static struct mmsghdr wide[3];
static struct narrow_header narrow[3];
static unsigned arguments[6];

/* What is sent next, by the messages with these numbers: each goes to the server but where it says otherwise. */
static long question(int number, const char *by, const char *way)
{
	long size = snprintf(data[number], sizeof(data[number]), "sent by %s %s", by, way);

	parts[number] = (struct iovec){ data[number], size };
	narrow_parts[number] = (struct narrow_part){ low(data[number]), size };
	wide[number].msg_hdr = (struct msghdr){
		.msg_name = &server, .msg_namelen = sizeof(server), .msg_iov = &parts[number], .msg_iovlen = 1
	};
	narrow[number] = (struct narrow_header){ low(&server), sizeof(server), low(&narrow_parts[number]), 1, 0, 0, 0, 0 };
	return size;
}

static int to_server(int type, int connected)
{
	int fd = socket(AF_INET, type, 0);

	if (connected)
		must(!connect(fd, (void *)&server, sizeof(server)), "connect");
	return fd;
}

#define BY(name, call)                                                                                                     \
	fd = to_server(type, connected);                                                                                   \
	size = question(0, name, way);                                                                                     \
	puts(data[0]);                                                                                                     \
	must((call) > 0, data[0]);                                                                                         \
	close(fd)

static void send_to_anyone(int type, int connected, const char *way)
{
	const void *to = connected ? NULL : &server;
	int length = connected ? 0 : sizeof(server), fd;
	long size;

	BY("sendto", syscall(SYS_sendto, fd, data[0], size, 0, to, length));
	BY("sendmsg", syscall(SYS_sendmsg, fd, &wide[0].msg_hdr, 0));
	BY("sendmmsg", syscall(SYS_sendmmsg, fd, wide, 1, 0));
	BY("sendto32", int80(369, fd, low(data[0]), size, 0, low(to), length));
	BY("sendmsg32", int80(370, fd, low(narrow), 0, 0, 0, 0));
	BY("sendmmsg32", int80(345, fd, low(narrow), 1, 0, 0, 0));
}

static void send_connected(int type, const char *way)
{
	int connected = 1, fd;
	long size;

	BY("write", syscall(SYS_write, fd, data[0], size));
	BY("write32", int80(4, fd, low(data[0]), size, 0, 0, 0));
	BY("writev", syscall(SYS_writev, fd, parts, 1));
	BY("writev32", int80(146, fd, low(narrow_parts), 1, 0, 0, 0));
	BY("pwritev2", syscall(SYS_pwritev2, fd, parts, 1, -1L, -1L, 0));
	BY("pwritev232", int80(379, fd, low(narrow_parts), 1, -1L, -1L, 0));
	BY("send", (arguments[0] = fd, arguments[1] = low(data[0]), arguments[2] = size, arguments[3] = 0,
		    int80(102, 9, low(arguments), 0, 0, 0, 0)));
}

static int cut(int pieces)
{
	for (int i = 0; i < pieces; i++)
		parts[i] = (struct iovec){ data[0] + i, 1 };
	return pieces;
}

static void send_in_pieces(void)
{
	int type = SOCK_DGRAM, connected = 1, fd;
	const char *way = "in pieces";
	long size;

	BY("writev", syscall(SYS_writev, fd, parts, cut(size)));
}

/* Of three messages the second goes elsewhere. */
static void send_several(void)
{
	int fd = to_server(SOCK_DGRAM, 0);

	question(0, "sendmmsg", "the first of three");
	question(1, "sendmmsg", "the second of three");
	question(2, "sendmmsg", "the third of three");
	wide[1].msg_hdr.msg_name = &elsewhere;
	narrow[1].name = low(&elsewhere);
	puts(data[0]);
	puts("elsewhere");
	puts(data[2]);
	must(syscall(SYS_sendmmsg, fd, wide, 3, 0) == 3, "sendmmsg");
	puts(data[0]);
	puts("elsewhere");
	puts(data[2]);
	must(int80(345, fd, low(narrow), 3, 0, 0, 0) == 3, "sendmmsg32");
	close(fd);
}

/* There is no way to it. */
static void send_in_vain(void)
{
	int fd = to_server(SOCK_DGRAM, 0);
	long size = question(0, "sendto", "in vain");

	puts(data[0]);
	must(sendto(fd, data[0], size, 0, (void *)&nowhere, sizeof(nowhere)) < 0, "fail");
	close(fd);
}

/* Nothing where the kernel gives no ring, or rings of which the requests are not known. */
static void send_by_ring(int type, const char *way)
{
	int connected = 1, fd;
	struct ring ring;
	long size;

	if (ring_make(&ring, 0) || !(ring.params.features & IORING_FEAT_LINKED_FILE))
		return;
	BY("sendto", (ring_request(&ring, IORING_OP_SEND, fd, data[0])->len = size, ring_result(&ring)));
	BY("write", (ring_request(&ring, IORING_OP_WRITE, fd, data[0])->len = size, ring_result(&ring)));
	BY("writev", (ring_request(&ring, IORING_OP_WRITEV, fd, parts)->len = 1, ring_result(&ring)));
	BY("sendmsg", (ring_request(&ring, IORING_OP_SENDMSG, fd, &wide[0].msg_hdr)->len = 1, ring_result(&ring)));
	parts[1] = (struct iovec){ data, sizeof(data) };
	must(!syscall(SYS_io_uring_register, ring.fd, IORING_REGISTER_BUFFERS, &parts[1], 1), "register a buffer");
	BY("write", (ring_request(&ring, IORING_OP_WRITE_FIXED, fd, data[0])->len = size, ring_result(&ring)));
	close(ring.fd);
}

static struct sockaddr_in at(const char *address, int port)
{
	return (struct sockaddr_in){ .sin_family = AF_INET, .sin_port = htons(port), .sin_addr = { inet_addr(address) } };
}

int main(void)
{
	enter_own_network();
	server = at("127.0.0.1", 53);
	elsewhere = at("127.0.0.1", 9);
	nowhere = at("192.0.2.1", 53);
	bound(SOCK_DGRAM, &server);
	must(!listen(bound(SOCK_STREAM, &server), 64), "listen");
	send_to_anyone(SOCK_DGRAM, 1, "connected");
	send_to_anyone(SOCK_DGRAM, 0, "unconnected");
	send_to_anyone(SOCK_STREAM, 1, "over TCP connected");
	send_connected(SOCK_DGRAM, "connected");
	send_connected(SOCK_STREAM, "over TCP connected");
	send_in_pieces();
	send_several();
	send_in_vain();
	send_by_ring(SOCK_DGRAM, "by ring connected");
	send_by_ring(SOCK_STREAM, "by ring over TCP connected");
	return 0;
}
