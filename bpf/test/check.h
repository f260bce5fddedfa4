/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* What the checks of the kernel programs share: the folder they work in, calls as 32-bit programs make them. */
#ifndef SE_CHECK_H
#define SE_CHECK_H

#include "harness.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

extern char dir[64]; /* a temporary folder, its own mount of tmpfs in a namespace of this process */
extern char *low;    /* memory that 32-bit calls can point at */
extern long *shared; /* what a child wants to tell */

/* A path in the folder; valid until the eighth call after this one. */
const char *in_dir(const char *name);
void touch(const char *path);

/* A call by int 0x80, and a text where it can point at. */
long call32(long nr, long a, long b, long c);
char *low_text(int at, const char *text);

void check_files(bool legacy);
void check_processes(void);
void check_sockets(void);
void check_tree(void);
void check_rewritten(void);
void check_mapped(bool legacy);

#endif
