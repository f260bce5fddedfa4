/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Operations of io_uring about files, and commands. Only with REQUESTS_KNOWN. */
#ifndef SE_RING_FS_H
#define SE_RING_FS_H

#include "record.h"
#include "request.h"

/* Appends a name that the kernel has copied, with the directory that a relative one starts from. */
__noinline int se_put_ring_name(__u64 filename, __s32 dirfd, __u32 at)
{
	struct filename *name = CAST(struct filename, filename);
	struct se_scratch *s = scratch();
	int first;

	if (!s)
		return -1;
	FIELD(struct se_asked, s, at)->dirfd = dirfd;
	first = se_put_kernel_name(POINTER(name->name), at + __builtin_offsetof(struct se_asked, text));
	return first < 0 || first == '/' ? 0 : put_base(dirfd, at + __builtin_offsetof(struct se_asked, base));
}

static __always_inline void put_ring_open(struct se_scratch *s, __u64 request)
{
	struct io_open *open = CAST(struct io_open, request);

	s->open.open_flags = PEEK(open, how.flags);
	s->open.create_mode = PEEK(open, how.mode);
	s->open.resolve = PEEK(open, how.resolve);
	se_put_ring_name(POINTER(open->filename), PEEK(open, dfd), AT(se_open, asked));
}

static __always_inline void put_ring_fs(struct se_scratch *s, __u64 request, __u32 opcode)
{
	struct io_rename *rename = CAST(struct io_rename, request);
	struct io_unlink *unlink = CAST(struct io_unlink, request);
	struct io_link *link = CAST(struct io_link, request);
	struct filename *content;

	switch (opcode) {
	case OP_UNLINKAT:
		s->fs.call_flags = PEEK(unlink, flags);
		se_put_ring_name(POINTER(unlink->filename), PEEK(unlink, dfd), AT(se_fs, asked));
		break;
	case OP_RENAMEAT:
		s->fs.call_flags = PEEK(rename, flags);
		se_put_ring_name(POINTER(rename->oldpath), PEEK(rename, old_dfd), AT(se_fs, asked));
		se_put_ring_name(POINTER(rename->newpath), PEEK(rename, new_dfd), AT(se_fs, target));
		break;
	case OP_LINKAT:
		s->fs.call_flags = PEEK(link, flags);
		se_put_ring_name(POINTER(link->oldpath), PEEK(link, old_dfd), AT(se_fs, asked));
		se_put_ring_name(POINTER(link->newpath), PEEK(link, new_dfd), AT(se_fs, target));
		break;
	case OP_SYMLINKAT:
		se_put_ring_name(POINTER(link->newpath), PEEK(link, new_dfd), AT(se_fs, asked));
		content = CAST(struct filename, POINTER(link->oldpath));
		se_put_kernel_name(POINTER(content->name), AT(se_fs, target.text));
		break;
	case OP_FTRUNCATE:
		s->fs.length = WORD(request + AFTER_FILE);
		break;
	}
}

static __always_inline void put_ring_mkdir(struct se_scratch *s, __u64 request)
{
	struct io_mkdir *mkdir = CAST(struct io_mkdir, request);

	s->syscall.args[0] = (__u32)PEEK(mkdir, dfd);
	s->syscall.args[2] = PEEK(mkdir, mode);
	se_put_ring_name(POINTER(mkdir->filename), PEEK(mkdir, dfd), AT(se_syscall, asked));
}

static __always_inline void put_ring_xattr(struct se_scratch *s, __u64 request, __u32 opcode)
{
	s->syscall.args[3] = WORD(request + XATTR_SIZE);
	s->syscall.args[4] = (__u32)WORD(request + XATTR_FLAGS);
	se_put_kernel_name(WORD(request + XATTR_NAME), AT(se_syscall, first));
	if (opcode == OP_SETXATTR)
		se_put_ring_name(WORD(request + XATTR_FILENAME), AT_FDCWD, AT(se_syscall, asked));
	else
		s->syscall.args[0] = (__u32)PEEK(CAST(struct io_kiocb, request), cqe.fd);
}

/* Of what is read: of a file, what goes into a pipe. */
static __always_inline void put_ring_splice(struct se_scratch *s, __u64 request)
{
	__u64 words = WORD(request + SPLICE_FD_IN), address;
	__u32 fd = words, flags = words >> 32;

	s->syscall.args[0] = fd;
	s->syscall.args[1] = WORD(request + SPLICE_OFF_IN);
	s->syscall.args[2] = (__u32)PEEK(CAST(struct io_kiocb, request), cqe.fd);
	s->syscall.args[3] = WORD(request + SPLICE_OFF_OUT);
	s->syscall.args[4] = WORD(request + SPLICE_LENGTH);
	s->syscall.args[5] = flags;
	address = file_asked(request, fd, flags & SPLICE_FD_IN_FIXED);
	if (address)
		put_file(CAST(struct file, address), AT(se_syscall, path), &s->syscall.inode);
}

static __always_inline void put_ring_call(struct se_scratch *s, __u64 request, __u32 opcode)
{
	switch (opcode) {
	case OP_MKDIRAT:
		put_ring_mkdir(s, request);
		break;
	case OP_SETXATTR:
	case OP_FSETXATTR:
		put_ring_xattr(s, request, opcode);
		break;
	case OP_SPLICE:
		put_ring_splice(s, request);
		break;
	case OP_URING_CMD:
		s->syscall.args[0] = (__u32)PEEK(CAST(struct io_kiocb, request), cqe.fd);
		s->syscall.args[1] = (__u32)WORD(request + COMMAND);
		break;
	}
}

static __always_inline void put_ring_opened(struct se_scratch *s, __u64 request)
{
	__u64 address = made_file(request, PEEK(CAST(struct io_open, request), file_slot), s->header.result);

	if (address)
		put_opened(s, CAST(struct file, address));
}

/* The file that the request was about. */
_Static_assert(AT(se_fs, path) == AT(se_syscall, path) && AT(se_fs, inode) == AT(se_syscall, inode), "both begin alike");
static __always_inline void put_request_file(struct se_scratch *s, __u64 request)
{
	__u64 address = POINTER(CAST(struct io_kiocb, request)->file);

	if (address)
		put_file(CAST(struct file, address), AT(se_fs, path), &s->fs.inode);
}

#endif
