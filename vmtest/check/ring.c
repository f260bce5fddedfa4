/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Operations of io_uring about files. From 6.0 each tells name, file and result; before, only that it was asked for. */
#define _GNU_SOURCE
#include "check_ring.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

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
	{"io_uring: extended attributes", ring_xattr},
	{"io_uring: splice and commands", ring_splice},
	{0},
};
