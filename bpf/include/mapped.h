/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Memory that a call has made executable: the file behind it, and whether that may be new.
 *
 * typed: the file of the mapping itself (bpf_find_vma), whatever the descriptor refers to when the call has ended. legacy: what the
 * descriptor refers to; of mprotect, which has none, no file is known.
 *
 * Cannot see: the file of a mapping that other threads have moved, or while they change mappings of the process (its lock is taken):
 * then the descriptor tells, and SE_FILES_SHARED that it may not be true.
 */
#ifndef SE_MAPPED_H
#define SE_MAPPED_H

#include "call.h"

#define PROT_READ 1
#define PROT_WRITE 2
#define PROT_EXEC 4
#define MAP_ANONYMOUS 0x20
#define READ_IMPLIES_EXEC 0x0400000
#define MNT_NS_INTERNAL (-22) /* struct mount: of the kernel's own */
#define FUSE_SUPER_MAGIC 0x65735546
#define S_IWOTH 0002
#define SE_FRESH_FOR (600 * SECONDS)
#define SE_FOLDERS 16   /* above a file that are looked at */
#define SE_MAPPINGS 64  /* of one mprotect that are looked at */

/* ns from the boot clock to the time of day, as user space has it; 0: not known. */
__u64 se_time_of_day = 0;

/* Why a file may be new; see enum se_inode_flag. */
#define SE_INODE_REASONS (SE_INODE_CHANGED | SE_INODE_WRITTEN | SE_INODE_MEMORY | SE_INODE_PUBLIC | SE_INODE_ADDED)

struct se_mapping {
	__u64 file; /* 0: none, or not known */
	__u32 flags; /* enum se_inode_flag */
	__u32 nameless;
};

/*
 * Where the path of a file lies that was mapped. Of overlayfs, the file of a layer is mapped; until 6.6 it has the path in the overlay,
 * then the one in the layer, by a mount that no namespace has, and that in the overlay comes behind the struct (struct backing_file:
 * not asked for by its type, which older kernels lack).
 */
static __always_inline __u64 shown_path(struct file *file)
{
	__u64 behind = (__u64)file + bpf_core_type_size(struct file);
	__u64 mount = POINTER(file->f_path.mnt) - bpf_core_field_offset(struct mount, mnt);

	if ((__s64)PEEK(CAST(struct mount, mount), mnt_ns) != MNT_NS_INTERNAL ||
	    PEEK(CAST(struct path, behind), dentry, d_inode, i_sb, s_magic) != OVERLAYFS_SUPER_MAGIC)
		return ADDRESS(file->f_path);
	return behind;
}

static __always_inline __u64 shown_dentry(__u64 file)
{
	struct path *path = CAST(struct path, shown_path(CAST(struct file, file)));

	return POINTER(path->dentry);
}

static __always_inline __u64 shown_inode(__u64 file)
{
	struct dentry *dentry = CAST(struct dentry, shown_dentry(file));

	return POINTER(dentry->d_inode);
}

/* Whether one of the folders above is one in which everybody may make files. */
static __always_inline bool is_in_public(__u64 dentry)
{
	__u64 at = dentry, up;

	for (int i = 0; i < SE_FOLDERS; i++) {
		up = (__u64)PEEK(CAST(struct dentry, at), d_parent);
		if (up == at)
			return false;
		at = up;
		if (PEEK(CAST(struct dentry, at), d_inode, i_mode) & S_IWOTH)
			return true;
	}
	return false;
}

static __always_inline bool changed_lately(__u64 inode)
{
	__u64 mtime, ctime, now = bpf_ktime_get_boot_ns() + se_time_of_day;

	if (!se_time_of_day)
		return false;
	put_times(inode, &mtime, &ctime);
	return ctime + SE_FRESH_FOR > now;
}

/* What speaks for it that a regular file is not one that has long been installed. By the dentry. */
__noinline int se_freshness(__u64 address)
{
	struct dentry *dentry = CAST(struct dentry, address);
	__u64 inode_address = POINTER(dentry->d_inode);
	struct inode *inode = CAST(struct inode, inode_address);
	struct super_block *sb = PEEK(inode, i_sb);
	struct task_struct *task = current_task();
	__u64 magic = PEEK(sb, s_magic);
	__u32 flags = 0;

	if ((PEEK(inode, i_mode) & S_IFMT) != S_IFREG)
		return 0;
	if (changed_lately(inode_address))
		flags |= SE_INODE_CHANGED;
	if (PEEK(inode, i_writecount.counter) > 0)
		flags |= SE_INODE_WRITTEN;
	if ((magic == TMPFS_MAGIC || magic == FUSE_SUPER_MAGIC) && (__u64)READ(task, fs, root.mnt, mnt_sb) != (__u64)sb)
		flags |= SE_INODE_MEMORY;
	if (overlay_flags(inode_address, sb) & SE_INODE_UPPER && READ(task, thread_pid, level) > 0)
		flags |= SE_INODE_ADDED;
	if (is_in_public(address))
		flags |= SE_INODE_PUBLIC;
	return flags;
}

/* Takes a file, if there is one, in place of what was known before. */
static __always_inline void judge(struct se_mapping *mapping, __u64 file)
{
	__u64 dentry;

	if (!file)
		return;
	dentry = shown_dentry(file);
	mapping->file = file;
	mapping->nameless = PEEK(CAST(struct dentry, dentry), d_inode, i_nlink) == 0;
	mapping->flags = se_freshness(dentry);
}

static __always_inline bool may_be_new(struct se_mapping *mapping)
{
	return mapping->nameless || mapping->flags & SE_INODE_REASONS;
}

#ifndef SE_LEGACY
struct se_range {
	__u64 at;
	__u64 end;
	__u64 file; /* of the mapping at `at` */
	struct se_mapping mapping;
};

static long see_mapping(struct task_struct *task, struct vm_area_struct *vma, struct se_range *range)
{
	range->file = POINTER(vma->vm_file);
	range->at = READ(vma, vm_end);
	return 0;
}

static __always_inline bool find_mapping(struct se_range *range)
{
	range->file = 0;
	return !bpf_find_vma(bpf_get_current_task_btf(), range->at, see_mapping, range, 0);
}

static long next_mapping(__u32 index, struct se_range *range)
{
	if (range->at >= range->end || !find_mapping(range))
		return 1;
	judge(&range->mapping, range->file);
	return may_be_new(&range->mapping);
}
#endif

/* The file that may be new among those mapped from an address on, or another of them. */
static __always_inline void judge_range(struct se_mapping *mapping, __u64 from, __u64 bytes)
{
#ifndef SE_LEGACY
	struct se_range range = { .at = from, .end = from + bytes };

	bpf_loop(SE_MAPPINGS, next_mapping, &range, 0);
	*mapping = range.mapping;
	if (mapping->file)
		mapping->flags |= SE_INODE_MAPPED;
#endif
}

/* The file that was mapped, else the one behind the descriptor. */
static __always_inline void judge_file(struct se_mapping *mapping, struct se_call *call)
{
	__u64 named = file_of(call->task, call->arg[4]);

	if (call->result > 0)
		judge_range(mapping, call->flags & SE_COMPAT ? (__u32)call->result : call->result, 1);
	if (!mapping->file)
		judge(mapping, named);
	else if (files_shared(call->task) && (!named || shown_inode(named) != shown_inode(mapping->file)))
		mapping->flags |= SE_INODE_EXCHANGED;
}

#endif
