/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* What a record says of a program as a whole: its standard descriptors and its further capabilities. */
#ifndef SE_PROGRAM_H
#define SE_PROGRAM_H

#include "inode.h"
#include "kernel_net.h"

#define MKDEV(major, minor) ((major) << 20 | (minor))

static __always_inline bool is_tty(__u32 device)
{
	__u32 major = device >> 20;

	/* Virtual and serial consoles, /dev/tty, pseudo terminals, ARM, USB and hypervisor serial lines. */
	return major == 4 || major == 5 || (major >= 136 && major <= 143) || major == 204 || major == 188 || major == 166 ||
	       major == 229;
}

static __always_inline __u8 socket_kind(__u16 family)
{
	switch (family) {
	case AF_UNIX:
		return SE_FD_UNIX;
	case AF_INET:
		return SE_FD_INET;
	case AF_INET6:
		return SE_FD_INET6;
	default:
		return SE_FD_SOCKET;
	}
}

/* The kind of a descriptor; where it is a socket, also its struct socket. */
static __always_inline __u8 fd_kind(struct task_struct *task, __u32 fd, __u64 *socket)
{
	__u64 address = file_of(task, fd);
	struct file *file = CAST(struct file, address);
	struct inode *inode = PEEK(file, f_inode);

	if (!address)
		return SE_FD_CLOSED;
	switch (PEEK(inode, i_mode) & S_IFMT) {
	case S_IFREG:
		/* From 6.16 an anonymous inode (epoll, timer) says that it is a regular file. */
		return PEEK(inode, i_sb, s_magic) == ANON_INODE_FS_MAGIC ? SE_FD_OTHER : SE_FD_FILE;
	case S_IFDIR:
		return SE_FD_DIR;
	case S_IFIFO:
		return SE_FD_PIPE;
	case S_IFBLK:
		return SE_FD_BLOCK;
	case S_IFCHR:
		if (PEEK(inode, i_rdev) == MKDEV(1, 3))
			return SE_FD_NULL;
		return is_tty(PEEK(inode, i_rdev)) ? SE_FD_TTY : SE_FD_CHAR;
	case S_IFSOCK:
		*socket = socket_of(address);
		if (*socket)
			return socket_kind(PEEK(CAST(struct socket, *socket), sk, __sk_common.skc_family));
	}
	return SE_FD_OTHER;
}

/* Says what descriptors 0, 1 and 2 are. Returns the struct socket of the first that is a socket, or 0. */
static __always_inline __u64 put_stdio(struct se_exec *exec, struct task_struct *task)
{
	__u64 sockets[3] = {};

	exec->stdio[0] = fd_kind(task, 0, &sockets[0]);
	exec->stdio[1] = fd_kind(task, 1, &sockets[1]);
	exec->stdio[2] = fd_kind(task, 2, &sockets[2]);
	return sockets[0] ? sockets[0] : sockets[1] ? sockets[1] : sockets[2];
}

static __always_inline void put_credentials(struct se_exec *exec, struct task_struct *task)
{
	struct cred *cred = READ(task, cred);

	exec->cap_inheritable = WORD(ADDRESS(cred->cap_inheritable));
	exec->cap_bounding = WORD(ADDRESS(cred->cap_bset));
	exec->cap_ambient = WORD(ADDRESS(cred->cap_ambient));
}

#endif
