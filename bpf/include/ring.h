/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* The kernel's structures of io_uring, cut down as in kernel.h. */
#ifndef SE_RING_H
#define SE_RING_H

#include "kernel_net.h"

/* include/uapi/linux/io_uring.h: the operations that are events. */
enum ring_opcode {
	OP_READV = 1,
	OP_WRITEV = 2,
	OP_READ_FIXED = 4,
	OP_WRITE_FIXED = 5,
	OP_SENDMSG = 9,
	OP_RECVMSG = 10,
	OP_ACCEPT = 13,
	OP_CONNECT = 16,
	OP_OPENAT = 18,
	OP_READ = 22,
	OP_WRITE = 23,
	OP_SEND = 26,
	OP_RECV = 27,
	OP_OPENAT2 = 28,
	OP_SPLICE = 30,
	OP_SHUTDOWN = 34,
	OP_RENAMEAT = 35,
	OP_UNLINKAT = 36,
	OP_MKDIRAT = 37,
	OP_SYMLINKAT = 38,
	OP_LINKAT = 39,
	OP_FSETXATTR = 41,
	OP_SETXATTR = 42,
	OP_SOCKET = 45,
	OP_URING_CMD = 46,
	OP_SEND_ZC = 47,
	OP_SENDMSG_ZC = 48,
	OP_FTRUNCATE = 55,
	OP_BIND = 56,
	OP_LISTEN = 57,
};

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

/* io_uring/: what a request is about. Each is a view of the first bytes of struct io_kiocb. */
struct io_open {
	int dfd;
	__u32 file_slot;
	struct filename *filename;
	struct open_how how;
};

struct io_rename {
	int old_dfd;
	int new_dfd;
	struct filename *oldpath;
	struct filename *newpath;
	int flags;
};

struct io_unlink {
	int dfd;
	int flags;
	struct filename *filename;
};

struct io_mkdir {
	int dfd;
	unsigned short mode;
	struct filename *filename;
};

struct io_link {
	int old_dfd;
	int new_dfd;
	struct filename *oldpath;
	struct filename *newpath;
	int flags;
};

struct io_accept {
	__u32 file_slot;
};

struct user_msghdr;

struct io_sr_msg {
	struct user_msghdr *umsg;
	int len;
	unsigned int msg_flags;
	__u16 flags;
};

struct io_rw {
	__u64 addr;
	__u32 len;
};

/* Before 6.13. */
struct io_sr_msg___address {
	void *addr;
	unsigned short addr_len;
};

struct io_async_msghdr {
	struct msghdr msg;
	struct {
		char bytes[128];
	} addr;
};

struct io_uring_cqe {
	__s32 res;
};

struct io_cqe {
	int fd;
};

struct io_rsrc_node {
	unsigned long file_ptr;
};

struct io_rsrc_data {
	unsigned int nr;
	struct io_rsrc_node **nodes;
};

struct io_file_table {
	struct io_rsrc_data data;
};

struct io_ring_ctx {
	unsigned int flags;
	unsigned int compat : 1;
	struct io_file_table file_table;
};

/* Before 6.13. */
struct io_file_table___files {
	void *files;
};

struct io_ring_ctx___files {
	struct io_file_table___files file_table;
	unsigned int nr_user_files;
};

struct io_uring_task {
	struct task_struct *task;
};

struct io_kiocb {
	struct file *file;
	__u8 opcode;
	unsigned int flags;
	struct io_cqe cqe;
	struct io_ring_ctx *ctx;
	struct io_uring_task *tctx;
	void *async_data;
};

/* Before 6.13. */
struct io_kiocb___task {
	struct task_struct *task;
};

#pragma clang attribute pop

#endif
