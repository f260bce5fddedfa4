/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Changes of the file tree by name, of modes and of sizes, at the end of the call (tail call from se_sys_exit). Names are
 * what the caller asked for, from its memory, with the directory they start from; where the call names a descriptor, path
 * and inode are the kernel's.
 *
 * Cannot see: through which symbolic links a name led, nor the inode behind it: the kernel holds neither any more at the
 * end of the call (user space looks names up afterwards). A name whose page is not resident or that was rewritten
 * meanwhile. Writes and memory mappings.
 */
#include "call.h"
#include "record.h"

#define NR32_TRUNCATE64 193
#define NR32_FTRUNCATE64 194

/* What a call's arguments mean. A name of 0 is not there. */
struct fs_call {
	__u64 name;
	__u64 target;
	__s32 dirfd;
	__s32 target_dirfd;
	__s32 fd;
	bool content; /* target is a symbolic link's content, not a name to look up */
};

static __always_inline void two_names(struct fs_call *out, struct se_call *call)
{
	out->dirfd = call->arg[0];
	out->name = call->arg[1];
	out->target_dirfd = call->arg[2];
	out->target = call->arg[3];
}

static __always_inline __u64 length_of(struct se_call *call)
{
	bool halves = call->flags & SE_COMPAT && (call->nr == NR32_TRUNCATE64 || call->nr == NR32_FTRUNCATE64);

	return halves ? call->arg[1] | call->arg[2] << 32 : call->arg[1];
}

static __always_inline void fs_arguments(struct se_fs *fs, struct se_call *call, struct fs_call *out)
{
	switch (call->type) {
	case SE_UNLINK:
	case SE_RMDIR:
		out->name = call->arg[0];
		break;
	case SE_UNLINKAT:
		out->dirfd = call->arg[0];
		out->name = call->arg[1];
		fs->call_flags = call->arg[2];
		break;
	case SE_RENAME:
	case SE_LINK:
		out->name = call->arg[0];
		out->target = call->arg[1];
		break;
	case SE_RENAMEAT:
		two_names(out, call);
		break;
	case SE_RENAMEAT2:
	case SE_LINKAT:
		two_names(out, call);
		fs->call_flags = call->arg[4];
		break;
	case SE_SYMLINK:
		out->target = call->arg[0];
		out->name = call->arg[1];
		out->content = true;
		break;
	case SE_SYMLINKAT:
		out->target = call->arg[0];
		out->dirfd = call->arg[1];
		out->name = call->arg[2];
		out->content = true;
		break;
	case SE_CHMOD:
		out->name = call->arg[0];
		fs->mode = call->arg[1];
		break;
	case SE_FCHMOD:
		out->fd = call->arg[0];
		fs->mode = call->arg[1];
		break;
	case SE_FCHMODAT2:
		fs->call_flags = call->arg[3];
		/* fallthrough */
	case SE_FCHMODAT:
		out->dirfd = call->arg[0];
		out->name = call->arg[1];
		fs->mode = call->arg[2];
		break;
	case SE_TRUNCATE:
		out->name = call->arg[0];
		fs->length = length_of(call);
		break;
	case SE_FTRUNCATE:
		out->fd = call->arg[0];
		fs->length = length_of(call);
		break;
	}
}

SEC("tp_btf/sys_exit")
int se_fs(__u64 *ctx)
{
	struct fs_call arguments = { .dirfd = AT_FDCWD, .target_dirfd = AT_FDCWD, .fd = -1 };
	struct se_scratch *s;
	struct se_call call;

	call_of(ctx, &call);
	if (filter_self(&call))
		return 0;
	s = begin_call(&call, sizeof(struct se_fs));
	if (!s)
		return 0;
	__builtin_memset(&s->fs.path, 0, sizeof(struct se_fs) - sizeof(struct se_header));
	fs_arguments(&s->fs, &call, &arguments);
	if (arguments.fd >= 0) {
		put_descriptor(arguments.fd, AT(se_fs, path), &s->fs.inode);
		s->fs.asked.dirfd = arguments.fd;
	} else
		se_put_asked(arguments.name, arguments.dirfd, AT(se_fs, asked));
	if (arguments.content) {
		se_put_user_name(arguments.target, AT(se_fs, target.text));
		put_other(s, arguments.target, AT(se_fs, target));
	} else if (arguments.target)
		se_put_asked(arguments.target, arguments.target_dirfd, AT(se_fs, target));
	send_bulk(s);
	return 0;
}
