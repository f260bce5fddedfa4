/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * What differs between processors: in which fields of struct pt_regs a system call's number and arguments are, as its caller
 * set them, and how a 32-bit call is told. x86-64 and arm64; only the former is run and shipped.
 */
#ifndef SE_PROCESSOR_H
#define SE_PROCESSOR_H

#if defined(__TARGET_ARCH_arm64)

#define REG_NUMBER syscallno
#define REG_ARG0 orig_x0 /* regs[0] is the result by then */
#define REG_ARG1 regs[1]
#define REG_ARG2 regs[2]
#define REG_ARG3 regs[3]
#define REG_ARG4 regs[4]
#define REG_ARG5 regs[5]
#define REG32_ARG0 REG_ARG0
#define REG32_ARG1 REG_ARG1
#define REG32_ARG2 REG_ARG2
#define REG32_ARG3 REG_ARG3
#define REG32_ARG4 REG_ARG4
#define REG32_ARG5 REG_ARG5

#define COMPAT_FIELD flags         /* of thread_info */
#define COMPAT_BIT (1UL << 22)     /* TIF_32BIT */
#define X32_SYSCALL_BIT 0          /* there is no x32 */
#define THREAD_SIZE 16384          /* with pages of 4 KiB, without KASAN */
#define NR_CLONE 220

#elif defined(__TARGET_ARCH_x86)

#define REG_NUMBER orig_ax
#define REG_ARG0 di
#define REG_ARG1 si
#define REG_ARG2 dx
#define REG_ARG3 r10 /* `syscall` clobbers rcx */
#define REG_ARG4 r8
#define REG_ARG5 r9
#define REG32_ARG0 bx
#define REG32_ARG1 cx
#define REG32_ARG2 dx
#define REG32_ARG3 si
#define REG32_ARG4 di
#define REG32_ARG5 bp

#define COMPAT_FIELD status        /* of thread_info */
#define COMPAT_BIT 2               /* TS_COMPAT: a 32-bit system call is under way */
#define X32_SYSCALL_BIT 0x40000000
#define THREAD_SIZE 16384          /* without KASAN */
#define NR_CLONE 56

#else
#error "processor.h knows x86 and arm64"
#endif

#endif
