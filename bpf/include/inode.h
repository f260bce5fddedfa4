/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Files by descriptor, and what a record says of an inode. */
#ifndef SE_INODE_H
#define SE_INODE_H

#include "maps.h"

/* The file behind a descriptor of the task, or 0. */
static __always_inline __u64 file_of(struct task_struct *task, __u32 fd)
{
	struct fdtable *table = READ(task, files, fdt);

	if (fd >= READ(table, max_fds))
		return 0;
	return WORD((__u64)READ(table, fd) + fd * sizeof(__u64));
}

/* Other tasks use the same descriptors: they may have put another file in the place. */
static __always_inline bool files_shared(struct task_struct *task)
{
	return READ(task, files, count.counter) > 1;
}

/* The struct socket of an open file, or 0: only files of the kernel's socket file system have one. */
static __always_inline __u64 socket_of(__u64 address)
{
	struct file *file = CAST(struct file, address);

	return PEEK(file, f_inode, i_sb, s_magic) == SOCKFS_MAGIC ? POINTER(file->private_data) : 0;
}

/*
 * Overlayfs keeps the dentry of the upper layer right behind the inode that it shows (struct ovl_inode, from 4.13). The type
 * itself is not asked for: where overlay is a module, its BTF may be read with CAP_SYS_ADMIN alone, which the agent does without.
 */
static __always_inline __u32 overlay_flags(__u64 inode, struct super_block *sb)
{
	__u64 upper = inode + bpf_core_type_size(struct inode);

	if (PEEK(sb, s_magic) != OVERLAYFS_SUPER_MAGIC)
		return 0;
	return SE_INODE_OVERLAY | (WORD(upper) ? SE_INODE_UPPER : 0);
}

static __always_inline void put_inode(__u64 address, struct se_inode *out)
{
	struct inode *inode = CAST(struct inode, address);
	struct super_block *sb = PEEK(inode, i_sb);

	out->ino = PEEK(inode, i_ino);
	out->dev = PEEK(sb, s_dev);
	out->mode = PEEK(inode, i_mode);
	out->uid = PEEK(inode, i_uid.val);
	out->gid = PEEK(inode, i_gid.val);
	out->nlink = PEEK(inode, i_nlink);
	out->flags = overlay_flags(address, sb);
}

/* The inode of an open file, if there is one at the address: its dentry has it too. */
static __always_inline __u64 inode_if_file(__u64 address)
{
	struct file *file = CAST(struct file, address);
	struct dentry *dentry = PEEK(file, f_path.dentry);
	__u64 inode = POINTER(file->f_inode);

	return inode && (__u64)PEEK(dentry, d_inode) == inode ? inode : 0;
}

/*
 * The inode behind an open file of overlayfs, in the layer that holds the content, or 0. A regular file's private data is
 * the file opened there or, from 6.13, begins with its address. O_PATH opens nothing there.
 */
static __always_inline __u64 real_inode(struct file *file)
{
	__u64 address = POINTER(file->private_data), inode;

	if (!address || PEEK(file, f_inode, i_sb, s_magic) != OVERLAYFS_SUPER_MAGIC)
		return 0;
	inode = inode_if_file(address);
	return inode ? inode : inode_if_file(WORD(address));
}

static __always_inline void put_real_inode(struct file *file, struct se_open *open)
{
	__u64 address = real_inode(file);
	struct inode *inode = CAST(struct inode, address);

	if (!address)
		return;
	open->real_ino = PEEK(inode, i_ino);
	open->real_dev = PEEK(inode, i_sb, s_dev);
}

/*
 * Whether a file is one of the agent's process below /proc, whatever number or mount it was named by: a thread's, or that of
 * another pid namespace.
 */
static __always_inline bool is_of_agent(struct file *file)
{
	__u64 inode = POINTER(file->f_inode), first;
	struct proc_inode *proc;
	struct pid *pid;

	if (PEEK(CAST(struct inode, inode), i_sb, s_magic) != PROC_SUPER_MAGIC)
		return false;
	proc = CAST(struct proc_inode, inode - bpf_core_field_offset(struct proc_inode, vfs_inode));
	pid = PEEK(proc, pid);
	first = pid ? (__u64)PEEK(pid, tasks[PIDTYPE_PID].first) : 0;
	if (!first)
		return false;
	first -= bpf_core_field_offset(struct task_struct, pid_links);
	return (__u32)PEEK(CAST(struct task_struct, first), tgid) == se_self_tgid;
}

#define SECONDS 1000000000ull

/* The top bit of i_ctime_nsec is a flag from 6.13. */
#define NSEC(value) ((value) & 0x7fffffff)

static __always_inline void put_times(__u64 address, __u64 *mtime, __u64 *ctime)
{
	struct inode *inode = CAST(struct inode, address);
	struct inode___hidden *hidden = (void *)inode;
	struct inode___plain *plain = (void *)inode;

	if (bpf_core_field_exists(inode->i_mtime_sec)) {
		*mtime = PEEK(inode, i_mtime_sec) * SECONDS + PEEK(inode, i_mtime_nsec);
		*ctime = PEEK(inode, i_ctime_sec) * SECONDS + NSEC(PEEK(inode, i_ctime_nsec));
		return;
	}
	if (bpf_core_field_exists(hidden->__i_mtime))
		*mtime = PEEK(hidden, __i_mtime.tv_sec) * SECONDS + PEEK(hidden, __i_mtime.tv_nsec);
	else
		*mtime = PEEK(plain, i_mtime.tv_sec) * SECONDS + PEEK(plain, i_mtime.tv_nsec);
	if (bpf_core_field_exists(hidden->__i_ctime))
		*ctime = PEEK(hidden, __i_ctime.tv_sec) * SECONDS + NSEC(PEEK(hidden, __i_ctime.tv_nsec));
	else
		*ctime = PEEK(plain, i_ctime.tv_sec) * SECONDS + NSEC(PEEK(plain, i_ctime.tv_nsec));
}

#endif
