/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* The maps and the configuration shared by all programs. */
#ifndef SE_MAPS_H
#define SE_MAPS_H

#include "read.h"
#include "event.h"

/*
 * A per-cpu map value may have 32 KiB. A record never gets longer: an execve with the longest argument list,
 * environment and paths is cut and says so.
 */
#define SE_RECORD_MAX (32 * 1024 - 128)

/* The longest name taken from user memory with its zero byte, and the longest path of a walk. */
#define SE_NAME_MAX 4097
#define SE_PATH_MAX 4352

/* Where a path walk stands. In memory, not in registers: the verifier then sees one state per step, not one per length. */
struct se_walk {
	__u64 dentry;
	__u64 mount;     /* struct mount */
	__u64 mnt_root;  /* dentry at the top of that mount */
	__u32 begin;
	__u32 root;
	__u32 flags;
	__u32 done;
};

/* The bytes of a struct sockaddr that tell one address from another. */
struct se_address_read {
	__u64 head;
	__u64 rest[2];
};

/*
 * A record under construction. Tracepoint programs run with preemption off and do not nest, so one per cpu is
 * enough for all of them.
 */
struct se_scratch {
	union {
		struct se_header header;
		struct se_exec exec;
		struct se_fork fork;
		struct se_exit exit;
		struct se_comm comm;
		struct se_chdir chdir;
		struct se_ptrace ptrace;
		struct se_net net;
		struct se_open open;
		struct se_fs fs;
		struct se_syscall syscall;
		char record[SE_RECORD_MAX];
	};
	__u32 end;            /* bytes of the record so far */
	__u32 answer;         /* se_net: a name server sent what the record is about */
	__u32 left;           /* se_net: bytes of a message that may still be appended */
	__u32 pad;
	__u64 root_dentry;    /* root of the task that the record is about */
	__u64 root_mount;
	struct se_address_read last; /* se_net: of several messages, of the one that was told last, */
	struct se_address_read next; /* and of the next one */
	struct se_walk walk;
};

/* Configuration, set by user space before the object is loaded. */
const volatile __u32 se_self_tgid = 0;         /* the agent's process: its file events are filtered */
const volatile __u32 se_env = 0;               /* 1: carry the environment at exec */
const volatile __u32 se_args_max = 8192;       /* longest argument list carried, at most SE_ARGS_LIMIT */
const volatile __u32 se_bulk_wakeup = 1 << 20; /* bytes waiting in the bulk ring that wake the reader */
const volatile __u32 se_shared_bytes = 2 << 20; /* the part of the critical ring that what feeds no state may fill */
const volatile __s32 se_cgroup_v1_subsys = -1; /* enum cgroup_subsys_id of the controller that names workloads; -1: v2 */

const volatile __u32 se_count_failed = 0;      /* 1: opens that fail are counted for each workload, asked for or not */

#define SE_ARGS_LIMIT 8192

/* Set by the reader before a long sleep: the next record wakes it, whatever it is. */
volatile __u32 se_reader_asleep = 0;

/* Bytes of a ring: user space may set another power of two before the load. */
#define SE_RING_SIZE (4 << 20)

/* Processes and connections. */
struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, SE_RING_SIZE);
} se_critical SEC(".maps");

/* Files: a reader that naps is woken when enough is waiting. */
struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, SE_RING_SIZE);
} se_bulk SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, SE_TYPE_COUNT);
	__type(key, __u32);
	__type(value, struct se_counter);
} se_counters SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct se_scratch);
} se_scratch SEC(".maps");

static __always_inline struct se_scratch *scratch(void)
{
	__u32 zero = 0;

	return bpf_map_lookup_elem(&se_scratch, &zero);
}

#endif
