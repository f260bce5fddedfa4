/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * How kernel memory is read, once for both variants. Whatever the way, a bad pointer reads as zero.
 *
 * typed: a pointer is followed by a plain load that the verifier checks against BTF and the kernel guards with an
 * exception table. An address that is only a number becomes such a pointer by bpf_rdonly_cast (6.2). Pointers that the
 * kernel hands out as trusted are cast too: for each pointer taken out of a trusted one the verifier looks a name up in all
 * of the kernel's BTF (6.18: half a millisecond), which made loading four times as long.
 * legacy: from 5.11 to 6.1 the same loads, as far as one gets from the current task or a tracepoint's argument; numbers, and
 * all of it on other kernels, take a bpf_probe_read_kernel for each step, ten times as dear.
 *
 *   READ(p, a, b)      p->a->b, from a pointer that the kernel handed out
 *   PEEK(p, a, b)      p->a->b, from an address that was a number
 *   CAST(T, address)   the address as a T *, to be peeked into
 *   WORD(address)      the eight bytes at any address, as a number
 *   POINTER(p->a)      the pointer in a field, as a number (global functions take numbers only)
 */
#ifndef SE_READ_H
#define SE_READ_H

#include "kernel.h"

#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>

#ifdef SE_LEGACY

/* Helpers of 5.11 and of 6.2, by which the kernel shows its age. */
enum bpf_func_id___age {
	BPF_FUNC_get_current_task_btf___age = 158,
	BPF_FUNC_cgrp_storage_get___age = 210,
};

/* From 6.2 a walk from the current task is what makes loading slow (above), and the typed variant is there. */
#define CURRENT_IS_TYPED                                                                                                   \
	(bpf_core_enum_value_exists(enum bpf_func_id___age, BPF_FUNC_get_current_task_btf___age) &&                        \
	 !bpf_core_enum_value_exists(enum bpf_func_id___age, BPF_FUNC_cgrp_storage_get___age))

#define READ(...)                                                                                                          \
	({                                                                                                                 \
		___type(__VA_ARGS__) value_;                                                                               \
		if (CURRENT_IS_TYPED)                                                                                      \
			value_ = ___arrow(__VA_ARGS__);                                                                    \
		else                                                                                                       \
			value_ = BPF_CORE_READ(__VA_ARGS__);                                                               \
		value_;                                                                                                    \
	})
#define PEEK(...) BPF_CORE_READ(__VA_ARGS__)
#define CAST(type, address) ((type *)(address))

static __always_inline __u64 WORD(__u64 address)
{
	__u64 word = 0;

	bpf_probe_read_kernel(&word, sizeof(word), (void *)address);
	return word;
}

static __always_inline struct task_struct *current_task(void)
{
	if (CURRENT_IS_TYPED)
		return bpf_get_current_task_btf();
	return (struct task_struct *)bpf_get_current_task();
}

#else

extern void *bpf_rdonly_cast(const void *object, __u32 btf_id) __ksym __weak;

#define READ(...) (___arrow(__VA_ARGS__))
#define PEEK(...) READ(__VA_ARGS__)
#define CAST(type, address) ((type *)bpf_rdonly_cast((void *)(address), bpf_core_type_id_kernel(type)))

static __always_inline __u64 WORD(__u64 address)
{
	return CAST(struct timespec64, address)->tv_sec;
}

static __always_inline struct task_struct *current_task(void)
{
	return CAST(struct task_struct, bpf_get_current_task());
}

#endif

/*
 * Keeps what the compiler knows of a number from it: otherwise it drops or merges the bound that the verifier needs to see.
 */
#define OPAQUE(number) asm volatile("" : "+r"(number))

/* The address of a field, relocated, not followed. */
#define ADDRESS(lvalue) ((__u64)&(lvalue))
#define POINTER(lvalue) WORD(ADDRESS(lvalue))

#endif
