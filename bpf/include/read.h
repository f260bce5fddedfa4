/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * How kernel memory is read, once for both variants.
 *
 * typed: a pointer is followed by a plain load that the verifier checks against BTF and the kernel guards with an
 * exception table: a bad pointer reads as zero. An address that is only a number becomes such a pointer by
 * bpf_rdonly_cast (6.2).
 * Pointers that the kernel hands out as trusted are cast too: for each pointer taken out of a trusted one the verifier looks a
 * name up in all of the kernel's BTF (6.18: half a millisecond), which made loading four times as long.
 * legacy: each step is a bpf_probe_read_kernel; a bad pointer reads as zero too.
 *
 *   READ(p, a, b)      p->a->b
 *   CAST(T, address)   the address as a T *
 *   WORD(address)      the eight bytes at any address, as a number
 *   POINTER(p->a)      the pointer in a field, as a number (global functions take numbers only)
 */
#ifndef SE_READ_H
#define SE_READ_H

#include "kernel.h"

#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>

#ifdef SE_LEGACY

#define READ(...) BPF_CORE_READ(__VA_ARGS__)
#define CAST(type, address) ((type *)(address))

static __always_inline __u64 WORD(__u64 address)
{
	__u64 word = 0;

	bpf_probe_read_kernel(&word, sizeof(word), (void *)address);
	return word;
}

static __always_inline struct task_struct *current_task(void)
{
	return (struct task_struct *)bpf_get_current_task();
}

#else

extern void *bpf_rdonly_cast(const void *object, __u32 btf_id) __ksym __weak;

#define READ(...) (___arrow(__VA_ARGS__))
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
