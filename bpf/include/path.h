/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * The path of (dentry, mount), leaf first, as fs/d_path.c walks it: up the dentries, from the top of a mount to where it
 * is mounted, until the root of the mount namespace; of what is in none, below "(unreachable)". Without the rename
 * lock, so a rename of a directory on the way during the walk can give a mix of its old and new place; the inode in the
 * record does not change by that.
 */
#ifndef SE_PATH_H
#define SE_PATH_H

#include "maps.h"

#ifdef SE_LEGACY
#define SE_WALK_STEPS 72 /* 64 components and some mounts */
#else
#define SE_WALK_STEPS (SE_PATH_MAX / 2 + 256)
#endif

#define SE_COMPONENT_MAX 256 /* NAME_MAX and the zero byte */
#define UNREACHABLE "(unreachable)"
#define MNT_NS_ANON_INO 0xeffffff7 /* include/uapi/linux/nsfs.h */

/* What a step needs of a dentry. */
struct se_dentry {
	__u64 parent;
	__u32 hash;
	__u32 length;
	__u64 name;
};

#ifdef SE_LEGACY
/* One read where the fields lie in a row, as they do unless the kernel's structs are shuffled. */
static __always_inline void peek_dentry(struct dentry *dentry, struct se_dentry *out)
{
	if (bpf_core_field_offset(dentry->d_name) == bpf_core_field_offset(dentry->d_parent) + 8 &&
	    bpf_core_field_offset(struct qstr, len) == 4 && bpf_core_field_offset(struct qstr, name) == 8) {
		bpf_probe_read_kernel(out, sizeof(*out), (void *)ADDRESS(dentry->d_parent));
		return;
	}
	out->parent = (__u64)PEEK(dentry, d_parent);
	out->length = PEEK(dentry, d_name.len);
	out->name = (__u64)PEEK(dentry, d_name.name);
}

static __always_inline void copy_name(char *to, __u64 name, __u32 length)
{
	bpf_probe_read_kernel(to, length & 255, (void *)name);
}
#else
static __always_inline void peek_dentry(struct dentry *dentry, struct se_dentry *out)
{
	out->parent = (__u64)PEEK(dentry, d_parent);
	out->length = PEEK(dentry, d_name.len);
	out->name = (__u64)PEEK(dentry, d_name.name);
}

/*
 * By words: names start at a multiple of 8 in memory that is handed out in multiples of 8, so the bytes behind the end
 * are there; the next component overwrites them. Most names need no helper call this way.
 */
static __always_inline void copy_name(char *to, __u64 name, __u32 length)
{
	struct timespec64 *words = CAST(struct timespec64, name);
	__u64 *out = (__u64 *)to;

	if (length > 32) {
		bpf_probe_read_kernel(to, length & 255, (void *)name);
		return;
	}
	out[0] = words->tv_sec;
	if (length <= 8)
		return;
	out[1] = words->tv_nsec;
	if (length <= 16)
		return;
	words = CAST(struct timespec64, name + 16);
	out[2] = words->tv_sec;
	out[3] = words->tv_nsec;
}
#endif

/* Appends one component. Returns 0, or 1 when the path is as long as it may get. */
static __always_inline long put_component(struct se_scratch *s, struct se_dentry *dentry)
{
	struct se_walk *w = &s->walk;
	__u32 end = s->end, length = dentry->length & 255;
	char *to;

	if (end > SE_RECORD_MAX - SE_COMPONENT_MAX || end - w->begin > SE_PATH_MAX - SE_COMPONENT_MAX) {
		w->flags |= SE_PATH_CUT;
		return 1;
	}
	to = s->record + end;
	copy_name(to, dentry->name, length);
	to[length] = 0;
	s->end = end + length + 1;
	return 0;
}

static __always_inline bool is_memory_file(struct dentry *dentry)
{
	__u32 magic = PEEK(dentry, d_inode, i_sb, s_magic);

	return magic == TMPFS_MAGIC || magic == HUGETLBFS_MAGIC;
}

/*
 * Whether the top of a walk is a mount that no path leads to: one of fsmount or open_tree that is mounted nowhere, which a
 * namespace without a number holds (6.18: with this one), or one that was unmounted while it is in use, which none holds.
 * Mounts of the kernel's own have an error in place of a namespace.
 */
static __always_inline bool is_unreachable(struct mount *top)
{
	struct mnt_namespace *holder = PEEK(top, mnt_ns);
	__u32 number;

	if ((__u64)holder >= (__u64)-4095)
		return false;
	number = PEEK(holder, ns.inum);
	return number == 0 || number == MNT_NS_ANON_INO;
}

/* So that what lies in such a mount is not taken for the file of that path. As getcwd tells it, fs/d_path.c */
static __always_inline void put_unreachable(struct se_scratch *s)
{
	__u32 end = s->end;

	if (end > SE_RECORD_MAX - SE_COMPONENT_MAX)
		return;
	__builtin_memcpy(s->record + end, UNREACHABLE, sizeof(UNREACHABLE));
	s->end = end + sizeof(UNREACHABLE);
}

/* One step towards the root. Returns 1 at the end of the walk. */
static __always_inline long walk_step(struct se_scratch *s)
{
	struct se_walk *w = &s->walk;
	__u64 at = w->dentry, up;
	struct dentry *dentry = CAST(struct dentry, at);
	struct se_dentry here = {};

	if (at == s->root_dentry && ADDRESS(CAST(struct mount, w->mount)->mnt) == s->root_mount)
		w->root = s->end - w->begin;
	if (at == w->mnt_root) {
		struct mount *mount = CAST(struct mount, w->mount);

		up = (__u64)PEEK(mount, mnt_parent);
		if (up == w->mount) {
			if (is_unreachable(mount))
				put_unreachable(s);
			w->done = 1;
			return 1;
		}
		w->dentry = (__u64)PEEK(mount, mnt_mountpoint);
		w->mount = up;
		w->mnt_root = (__u64)PEEK(CAST(struct mount, up), mnt.mnt_root);
		return 0;
	}
	peek_dentry(dentry, &here);
	if (here.parent == at) {
		/* Neither a parent nor the top of its mount: a file that is in no tree. */
		if (s->end == w->begin) {
			w->flags |= SE_PATH_PSEUDO | (is_memory_file(dentry) ? SE_PATH_MEMFD : 0);
			put_component(s, &here);
		}
		w->done = 1;
		return 1;
	}
	if (put_component(s, &here))
		return 1;
	w->dentry = here.parent;
	return 0;
}

#ifndef SE_LEGACY
struct walk_context {
	struct se_scratch *scratch;
};

static long walk_callback(__u32 index, struct walk_context *context)
{
	return walk_step(context->scratch);
}
#endif

static __always_inline void put_path(struct se_scratch *s, __u64 dentry, __u64 vfsmount, struct se_path *out)
{
	struct se_walk *w = &s->walk;
	struct dentry *leaf = CAST(struct dentry, dentry);

	w->dentry = dentry;
	w->mount = vfsmount - bpf_core_field_offset(struct mount, mnt);
	w->mnt_root = (__u64)PEEK(CAST(struct vfsmount, vfsmount), mnt_root);
	w->begin = s->end;
	w->root = SE_ROOT_NOT_MET;
	w->done = 0;
	w->flags = !PEEK(leaf, d_hash.pprev) && (__u64)PEEK(leaf, d_parent) != dentry ? SE_PATH_UNLINKED : 0;
#ifdef SE_LEGACY
	for (int i = 0; i < SE_WALK_STEPS; i++)
		if (walk_step(s))
			break;
#else
	struct walk_context context = { s };

	bpf_loop(SE_WALK_STEPS, walk_callback, &context, 0);
#endif
	if (!w->done)
		w->flags |= SE_PATH_CUT;
	out->names.off = w->begin;
	out->names.len = s->end - w->begin;
	out->root = w->root;
	out->flags = w->flags;
}

#endif
