/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Operations of io_uring. From 6.0 each tells name, file and result; before, only that it was asked for. */
#define _GNU_SOURCE
#include "check.h"
#include "test_ring.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#define IN_FULL(record) \
	do { \
		if (!kernel_at_least(6, 0)) { \
			REQUIRE((record)->h.flags & SE_NO_RESULT); \
			printf("@ lack names of io_uring: its tracepoint tells them from 6.0\n"); \
			return; \
		} \
	} while (0)

static struct ring ring;

static void set_up(unsigned flags)
{
	REQUIRE(!ring_make(&ring, flags));
}

static struct io_uring_sqe *request(unsigned char opcode, int fd, const void *address)
{
	return ring_request(&ring, opcode, fd, address);
}

static int result(void)
{
	return ring_result(&ring);
}

static void open_by_link(void)
{
	request(IORING_OP_OPENAT, AT_FDCWD, "link")->open_flags = O_RDWR;
	_exit(result() < 0);
}

static void open_in_turn(void)
{
	set_up(0);
	open_by_link();
}

static void open_polled(void)
{
	set_up(IORING_SETUP_SQPOLL);
	open_by_link();
}

static void make_link(void)
{
	close(DO(open("file", O_CREAT | O_WRONLY, 0600)));
	DO(symlink("file", "link"));
}

static void opened(void (*body)(void))
{
	make_link();
	const struct se_open *r = record(SE_OPENAT, in_child(body, NULL));

	REQUIRE(r->h.flags & SE_IO_URING);
	IN_FULL(r);
	REQUIRE(!(r->h.flags & SE_NO_RESULT));
	REQUIRE(r->h.result >= 0);
	REQUIRE_TEXT(path_text(r, &r->path), FOLDER "/file");
	REQUIRE_TEXT(span_text(r, r->asked.text), "link");
	REQUIRE_TEXT(path_text(r, &r->asked.base), FOLDER);
	REQUIRE_EQ(r->open_flags & O_ACCMODE, O_RDWR);
	require_inode(&r->inode, "file");
}

static void ring_open(void)
{
	opened(open_in_turn);
}

static void ring_open_polled(void)
{
	opened(open_polled);
}

static void open_into_slot(void)
{
	int slots[2] = {-1, -1};

	set_up(0);
	DO(syscall(SYS_io_uring_register, ring.fd, IORING_REGISTER_FILES, slots, 2));
	request(IORING_OP_OPENAT, AT_FDCWD, "link")->file_index = 2;
	_exit(result() < 0);
}

static void ring_slot(void)
{
	make_link();
	const struct se_open *r = record(SE_OPENAT, in_child(open_into_slot, NULL));

	IN_FULL(r);
	REQUIRE_EQ(r->h.result, 0);
	REQUIRE_TEXT(path_text(r, &r->path), FOLDER "/file");
}

static void change_tree(void)
{
	struct io_uring_sqe *sqe;

	set_up(0);
	sqe = request(IORING_OP_RENAMEAT, AT_FDCWD, "file");
	sqe->len = AT_FDCWD;
	sqe->addr2 = (unsigned long)"new";
	if (result() < 0)
		_exit(1);
	request(IORING_OP_UNLINKAT, AT_FDCWD, "absent");
	_exit(result() != -ENOENT);
}

static void ring_tree(void)
{
	int status;

	make_link();
	pid_t pid = in_child(change_tree, &status);
	if (status && !kernel_at_least(5, 11)) {
		printf("@ lack rename by io_uring: from 5.11\n");
		return;
	}
	const struct se_fs *r = record(SE_RENAMEAT2, pid);

	IN_FULL(r);
	REQUIRE_EQ(r->h.result, 0);
	REQUIRE_TEXT(span_text(r, r->asked.text), "file");
	REQUIRE_TEXT(span_text(r, r->target.text), "new");
	r = record(SE_UNLINKAT, pid);
	REQUIRE_EQ(r->h.result, -ENOENT);
	REQUIRE_TEXT(span_text(r, r->asked.text), "absent");
}

static void make_folder(void)
{
	set_up(0);
	request(IORING_OP_MKDIRAT, AT_FDCWD, "folder")->len = 0700;
	_exit(result() < 0);
}

static void ring_mkdir(void)
{
	int status;
	pid_t pid = in_child(make_folder, &status);

	if (status && !kernel_at_least(5, 15)) {
		printf("@ lack mkdir by io_uring: from 5.15\n");
		return;
	}
	const struct se_syscall *r = record(SE_MKDIRAT, pid);

	IN_FULL(r);
	REQUIRE_EQ(r->h.result, 0);
	REQUIRE_EQ(r->args[2], 0700);
	REQUIRE_TEXT(span_text(r, r->asked.text), "folder");
	REQUIRE_TEXT(path_text(r, &r->asked.base), FOLDER);
}

static void connect_nowhere(void)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(9), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int fd = DO(socket(AF_INET, SOCK_DGRAM, 0));

	set_up(0);
	request(IORING_OP_CONNECT, fd, &address)->off = sizeof(address);
	_exit(result() < 0);
}

static void ring_connect(void)
{
	const struct se_net *r = record(SE_CONNECT, in_child(connect_nowhere, NULL));

	IN_FULL(r);
	REQUIRE_EQ(r->h.result, 0);
	REQUIRE_EQ(r->socket.rport, 9);
	REQUIRE_EQ(r->socket.raddr[0], 127);
}

/* To a port that nobody listens at: two datagrams, and data of a stream, which is no event. */
static void send_datagrams(void)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(9), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	struct iovec part = {.iov_base = "data", .iov_len = 4};
	struct msghdr message = {.msg_name = &address, .msg_namelen = sizeof(address), .msg_iov = &part, .msg_iovlen = 1};
	int fd = DO(socket(AF_INET, SOCK_DGRAM, 0)), pair[2];
	struct io_uring_sqe *sqe;

	DO(socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
	set_up(0);
	request(IORING_OP_SEND, pair[0], "data")->len = 4;
	if (result() != 4)
		_exit(1);
	request(IORING_OP_SENDMSG, fd, &message)->len = 1;
	if (result() != 4)
		_exit(1);
	sqe = request(IORING_OP_SEND_ZC, fd, "data");
	sqe->len = 4;
	sqe->addr2 = (unsigned long)&address;
	sqe->addr_len = sizeof(address);
	result();
	_exit(0);
}

static void sent(const struct se_net *r)
{
	REQUIRE(r->h.flags & SE_IO_URING);
	REQUIRE_EQ(r->socket.rport, 9);
	REQUIRE_EQ(r->socket.raddr[0], 127);
	REQUIRE_EQ(r->socket.type, SOCK_DGRAM);
	REQUIRE_EQ(r->size, 4);
	REQUIRE(r->socket.provenance == SE_FROM_USER_MEMORY || r->socket.provenance == SE_FROM_KERNEL_COPY);
}

static void ring_send(void)
{
	if (!kernel_at_least(6, 0)) {
		printf("@ lack datagrams sent by io_uring: its tracepoint tells their sockets from 6.0\n");
		return;
	}
	pid_t pid = in_child(send_datagrams, NULL);

	sent(record(SE_SENDMSG, pid));
	sent(record(SE_SENDTO, pid));
}

/* From a port of the sender's: to a socket that is not connected, then to one that is. */
static void receive_datagrams(void)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)}, from = address, got = {};
	int receiver = DO(socket(AF_INET, SOCK_DGRAM, 0)), sender = DO(socket(AF_INET, SOCK_DGRAM, 0));
	socklen_t length = sizeof(address);
	char room[16];
	struct iovec part = {.iov_base = room, .iov_len = sizeof(room)};
	struct msghdr message = {.msg_name = &got, .msg_namelen = sizeof(got), .msg_iov = &part, .msg_iovlen = 1};

	from.sin_port = htons(10);
	DO(bind(receiver, (void *)&address, sizeof(address)));
	DO(getsockname(receiver, (void *)&address, &length));
	DO(bind(sender, (void *)&from, sizeof(from)));
	DO(connect(sender, (void *)&address, sizeof(address)));
	for (int i = 0; i < 3; i++)
		DO(send(sender, "data", 4, 0));
	set_up(0);
	request(IORING_OP_RECVMSG, receiver, &message)->len = 1;
	if (result() != 4)
		_exit(1);
	DO(connect(receiver, (void *)&from, sizeof(from)));
	request(IORING_OP_RECV, receiver, room)->len = sizeof(room);
	if (result() != 4)
		_exit(2);
	request(IORING_OP_READ, receiver, room)->len = sizeof(room);
	_exit(result() != 4);
}

static void received(const struct se_net *r, int provenance, int size)
{
	REQUIRE(r->h.flags & SE_IO_URING);
	REQUIRE_EQ(r->h.result, 4);
	REQUIRE_EQ(r->socket.rport, 10);
	REQUIRE_EQ(r->socket.raddr[0], 127);
	REQUIRE_EQ(r->socket.provenance, provenance);
	REQUIRE_EQ(r->size, size);
}

static void ring_receive(void)
{
	int status;

	if (!kernel_at_least(6, 0)) {
		printf("@ lack datagrams received by io_uring: its tracepoint tells their sockets from 6.0\n");
		return;
	}
	pid_t pid = in_child(receive_datagrams, &status);

	REQUIRE_EQ(status, 0);
	received(record(SE_RECVMSG, pid), SE_FROM_USER_MEMORY, 4);
	received(record(SE_RECVFROM, pid), SE_FROM_KERNEL_OBJECT, 16);
	received(record(SE_READ, pid), SE_FROM_KERNEL_OBJECT, 4);
}

static void make_socket(void)
{
	int fd;

	set_up(0);
	struct io_uring_sqe *sqe = request(IORING_OP_SOCKET, AF_INET, NULL);
	sqe->off = SOCK_DGRAM;
	sqe->len = IPPROTO_UDP;
	fd = result();
	if (fd < 0)
		_exit(1);
	request(IORING_OP_SHUTDOWN, fd, NULL)->len = SHUT_WR;
	_exit(result() != -ENOTCONN);
}

static void ring_socket(void)
{
	int status;
	pid_t pid = in_child(make_socket, &status);

	if (status && !kernel_at_least(5, 19)) {
		printf("@ lack sockets made by io_uring: from 5.19\n");
		return;
	}
	const struct se_net *r = record(SE_SOCKET, pid);

	IN_FULL(r);
	REQUIRE(r->h.flags & SE_IO_URING);
	REQUIRE(r->h.result >= 0);
	REQUIRE_EQ(r->fd, r->h.result);
	REQUIRE_EQ(r->args[0], AF_INET);
	REQUIRE_EQ(r->args[1], SOCK_DGRAM);
	REQUIRE_EQ(r->args[2], IPPROTO_UDP);
	REQUIRE_EQ(r->socket.family, AF_INET);
	r = record(SE_SHUTDOWN, pid);
	REQUIRE_EQ(r->h.result, -ENOTCONN);
	REQUIRE_EQ(r->other_fd, SHUT_WR);
}

static void set_attributes(void)
{
	struct io_uring_sqe *sqe;
	int fd = DO(open("file", O_CREAT | O_RDWR, 0600));

	set_up(0);
	sqe = request(IORING_OP_SETXATTR, 0, "user.se");
	sqe->addr2 = (unsigned long)"value";
	sqe->len = 5;
	sqe->addr3 = (unsigned long)"file";
	if (result() == -EINVAL)
		_exit(1);
	sqe = request(IORING_OP_FSETXATTR, fd, "user.two");
	sqe->addr2 = (unsigned long)"value";
	sqe->len = 5;
	sqe->xattr_flags = 1; /* XATTR_CREATE */
	result();
	_exit(0);
}

static void ring_xattr(void)
{
	int status;
	pid_t pid = in_child(set_attributes, &status);

	if (status && !kernel_at_least(5, 19)) {
		printf("@ lack attributes set by io_uring: from 5.19\n");
		return;
	}
	const struct se_syscall *r = record(SE_SETXATTR, pid);

	IN_FULL(r);
	REQUIRE_TEXT(span_text(r, r->asked.text), "file");
	REQUIRE_TEXT(span_text(r, r->first), "user.se");
	REQUIRE_EQ(r->args[3], 5);
	r = record(SE_FSETXATTR, pid);
	REQUIRE_TEXT(path_text(r, &r->path), FOLDER "/file");
	REQUIRE_TEXT(span_text(r, r->first), "user.two");
	REQUIRE_EQ(r->args[4], 1);
}

static void splice_and_command(void)
{
	int fd = DO(open("file", O_CREAT | O_RDWR, 0600)), ends[2];
	struct io_uring_sqe *sqe;

	DO(write(fd, "data", 4));
	DO(pipe(ends));
	set_up(0);
	sqe = request(IORING_OP_SPLICE, ends[1], NULL);
	sqe->off = -1;
	sqe->splice_off_in = 1;
	sqe->splice_fd_in = fd;
	sqe->len = 2;
	if (result() != 2)
		_exit(1);
	request(IORING_OP_URING_CMD, fd, NULL)->cmd_op = 7;
	result();
	_exit(0);
}

static void ring_splice(void)
{
	int status;
	pid_t pid = in_child(splice_and_command, &status);
	const struct se_syscall *r = record(SE_SPLICE, pid);

	REQUIRE_EQ(status, 0);
	IN_FULL(r);
	REQUIRE_EQ(r->h.result, 2);
	REQUIRE_EQ(r->args[1], 1);
	REQUIRE_EQ(r->args[4], 2);
	REQUIRE_TEXT(path_text(r, &r->path), FOLDER "/file");
	r = record(SE_IO_URING_CMD, pid);
	REQUIRE(r->h.result < 0);
	REQUIRE_EQ(r->args[1], 7);
	REQUIRE_TEXT(path_text(r, &r->path), FOLDER "/file");
}

const struct check ring_checks[] = {
	{"io_uring: open names the file", ring_open},
	{"io_uring: open by the polling thread", ring_open_polled},
	{"io_uring: open into a slot", ring_slot},
	{"io_uring: rename and unlink", ring_tree},
	{"io_uring: mkdir", ring_mkdir},
	{"io_uring: connect", ring_connect},
	{"io_uring: datagrams sent", ring_send},
	{"io_uring: datagrams received", ring_receive},
	{"io_uring: sockets", ring_socket},
	{"io_uring: extended attributes", ring_xattr},
	{"io_uring: splice and commands", ring_splice},
	{0},
};
