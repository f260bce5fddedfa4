/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Programs, maps and links of bpf(2): which of them a command is about. */
#ifndef SE_OBJECTS_H
#define SE_OBJECTS_H

#include "call.h"

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

enum bpf_prog_type { BPF_PROG_TYPE_UNSPEC };
enum bpf_map_type { BPF_MAP_TYPE_UNSPEC };

enum bpf_link_type { BPF_LINK_TYPE_UNSPEC };

struct bpf_link {
	__u32 id;
	enum bpf_link_type type;
};

struct bpf_prog_aux {
	__u32 id;
	char name[16];
};

struct bpf_prog {
	enum bpf_prog_type type;
	struct bpf_prog_aux *aux;
};

struct bpf_map {
	enum bpf_map_type map_type;
	__u32 id;
	char name[16];
};

#pragma clang attribute pop

/* enum bpf_cmd, include/uapi/linux/bpf.h */
enum bpf_command {
	MAP_CREATE = 0,
	MAP_LOOKUP = 1,
	MAP_UPDATE = 2,
	MAP_DELETE = 3,
	MAP_NEXT_KEY = 4,
	PROG_LOAD = 5,
	OBJ_PIN = 6,
	OBJ_GET = 7,
	PROG_DETACH = 9,
	TEST_RUN = 10,
	PROG_BY_ID = 13,
	MAP_BY_ID = 14,
	INFO_BY_FD = 15,
	TRACEPOINT_OPEN = 17,
	MAP_LOOKUP_DELETE = 21,
	MAP_FREEZE = 22,
	BATCH_LOOKUP = 24,
	BATCH_LOOKUP_DELETE = 25,
	BATCH_UPDATE = 26,
	BATCH_DELETE = 27,
	LINK_CREATE = 28,
	LINK_UPDATE = 29,
	LINK_BY_ID = 30,
	ITER_CREATE = 33,
	LINK_DETACH = 34,
	PROG_BIND_MAP = 35,
};

/* Where union bpf_attr has the descriptor of the command's object. */
enum { AT_BEGIN = 0, AT_ATTACHED = 4, AT_PINNED = 8, AT_BATCH = 36 };

/* Names of the kernel's files for the three kinds, their first eight bytes; the last one has had two spellings. */
#define FILE_OF_MAP 0x0070616d2d667062     /* bpf-map */
#define FILE_OF_PROGRAM 0x676f72702d667062 /* bpf-prog */
#define FILE_OF_LINK 0x6b6e696c2d667062    /* bpf-link */
#define FILE_OF_LINK_ 0x6b6e696c5f667062   /* bpf_link */

static __always_inline __u32 object_kind(struct file *file)
{
	struct dentry *dentry = PEEK(file, f_path.dentry);

	if (PEEK(file, f_inode, i_sb, s_magic) != ANON_INODE_FS_MAGIC)
		return SE_OBJECT_NONE;
	switch (WORD((__u64)PEEK(dentry, d_name.name))) {
	case FILE_OF_MAP:
		return SE_OBJECT_MAP;
	case FILE_OF_PROGRAM:
		return SE_OBJECT_PROGRAM;
	case FILE_OF_LINK:
	case FILE_OF_LINK_:
		return SE_OBJECT_LINK;
	}
	return SE_OBJECT_NONE;
}

static __always_inline bool changes_element(__u32 command)
{
	return command == MAP_UPDATE || command == MAP_DELETE || command == MAP_LOOKUP_DELETE || command == BATCH_UPDATE ||
	       command == BATCH_DELETE || command == BATCH_LOOKUP_DELETE;
}

static __always_inline __s32 descriptor_in_attributes(struct se_call *call, __u32 at)
{
	__s32 fd = -1;

	return bpf_probe_read_user(&fd, sizeof(fd), (void *)(call->arg[1] + at)) ? -1 : fd;
}

/* The descriptor of what the command is about, or -1. */
static __always_inline __s32 descriptor_of_object(struct se_call *call)
{
	switch ((__u32)call->arg[0]) {
	case MAP_CREATE:
	case PROG_LOAD:
	case OBJ_GET:
	case PROG_BY_ID:
	case MAP_BY_ID:
	case LINK_BY_ID:
	case TRACEPOINT_OPEN:
	case LINK_CREATE:
		return call->result < 0 ? -1 : call->result;
	case OBJ_PIN:
		return descriptor_in_attributes(call, AT_PINNED);
	case PROG_DETACH:
		return descriptor_in_attributes(call, AT_ATTACHED);
	case BATCH_LOOKUP_DELETE:
	case BATCH_UPDATE:
	case BATCH_DELETE:
		return descriptor_in_attributes(call, AT_BATCH);
	case MAP_UPDATE:
	case MAP_DELETE:
	case TEST_RUN:
	case INFO_BY_FD:
	case MAP_LOOKUP_DELETE:
	case MAP_FREEZE:
	case LINK_UPDATE:
	case ITER_CREATE:
	case LINK_DETACH:
	case PROG_BIND_MAP:
		return descriptor_in_attributes(call, AT_BEGIN);
	}
	return -1;
}

static __always_inline struct file *file_of_object(struct se_call *call)
{
	return CAST(struct file, file_of(current_task(), descriptor_of_object(call)));
}

/* As the maps of the agent's programs are named, or by the object. */
#define AGENT_MAP 0x5f6573               /* se_ */
#define AGENT_DATA 0x6c656e69746e6573    /* sentinel */

/* A map with the name of one of the agent's: coarse, and enough to leave out those of others. User space compares ids. */
static __always_inline bool may_be_agents_map(struct file *file)
{
	struct bpf_map *map = CAST(struct bpf_map, POINTER(file->private_data));
	__u64 name = WORD(ADDRESS(map->name[0]));

	if (object_kind(file) != SE_OBJECT_MAP)
		return false;
	return (name & 0xffffff) == AGENT_MAP || name == AGENT_DATA;
}

/* Looking into maps is what programs with maps do all the time, as is changing their elements. */
static __always_inline bool is_bpf_event(struct se_call *call)
{
	__u32 command = call->arg[0];

	if (command == MAP_LOOKUP || command == MAP_NEXT_KEY || command == BATCH_LOOKUP)
		return false;
	return !changes_element(command) || may_be_agents_map(file_of_object(call));
}

#endif
