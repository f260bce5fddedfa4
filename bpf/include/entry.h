/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Names and addresses as they were in the caller's memory when the call began: where they are not what they are at its end, the kernel
 * may have used either. Kept from se_sys_enter to the end of the call, by task.
 */
#ifndef SE_ENTRY_H
#define SE_ENTRY_H

#include "maps.h"

#define SE_ENTRY_CALLS 512   /* calls under way whose names are kept; of more, nothing is known */
#define SE_ENTRY_NAME 1024   /* with the zero byte; of longer names nothing is known */
#define SE_ENTRY_ADDRESS 128 /* struct sockaddr_storage */

struct se_entry_name {
	__u64 user;   /* where the caller has it; 0: there is none */
	__u64 length; /* without the zero byte, which an address has not; SE_ENTRY_NAME: not known */
	char text[SE_ENTRY_NAME];
	__u64 copied; /* text is the kernel's copy */
};

struct se_entry {
	__u32 type;
	__u16 round;
	__u16 shared; /* other tasks used the memory */
	struct se_entry_name names[2]; /* of a call about a socket the first is its address */
};

/* Not an LRU map: it would drop the call that takes longest, which an attacker could bring about. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, SE_ENTRY_CALLS);
	__type(key, __u64);
	__type(value, struct se_entry);
} se_entries SEC(".maps");

/*
 * By type: 0, or a number that tells this interest in names at entry from an earlier one, of which entries may be left. Set by
 * user space.
 */
__u8 se_at_entry[SE_TYPE_COUNT] = {};

static __always_inline __u32 at_entry(__u64 type)
{
	OPAQUE(type);
	return type < SE_TYPE_COUNT ? se_at_entry[type] : 0;
}

/* How much of an address is read: bounded in a form in which every verifier sees it. */
static __always_inline __u64 address_bytes(__u64 length)
{
	if (length > SE_ENTRY_ADDRESS)
		length = SE_ENTRY_ADDRESS;
	OPAQUE(length);
	return length & (2 * SE_ENTRY_ADDRESS - 1);
}

static __always_inline void forget_entry(__u32 type)
{
	__u64 task;

	if (!at_entry(type))
		return;
	task = (__u64)current_task();
	bpf_map_delete_elem(&se_entries, &task);
}

#endif
