/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Files that are mapped executable: those that may be new, and no others. */
#define _GNU_SOURCE
#include "check.h"

#define REASONS (SE_INODE_CHANGED | SE_INODE_WRITTEN | SE_INODE_MEMORY | SE_INODE_PUBLIC)
#define LATER (1000ll * 86400 * 1000000000)

static const char *file;

static void map(int protection)
{
	int fd = open(file, O_RDONLY);

	mmap(NULL, 4096, protection, MAP_PRIVATE, fd, 0);
	close(fd);
}

static void map_code(void)
{
	map(PROT_READ | PROT_EXEC);
}

static void map_and_read(void)
{
	map(PROT_READ);
	map(PROT_READ | PROT_WRITE);
}

static void map_and_protect(void)
{
	int fd = open(file, O_RDONLY);
	char *memory = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	mmap(memory + 4096, 4096, PROT_READ, MAP_PRIVATE | MAP_FIXED, fd, 0);
	close(fd);
	mprotect(memory, 8192, PROT_READ | PROT_EXEC);
}

static void map_written(void)
{
	int fd = open(file, O_RDWR);

	mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_SHARED, fd, 0);
}

static __u32 reasons(enum se_type type)
{
	return event(type, 0)->syscall.inode.flags & REASONS;
}

/* What has long been installed, made so by another time of day. */
static void check_old(void)
{
	tell_time(LATER);
	file = "/bin/sh";
	observe(map_code);
	NUMBER(event_count(SE_MMAP), 0);
	file = in_dir("code");
	observe(map_code);
	NUMBER(reasons(SE_MMAP), SE_INODE_MEMORY | SE_INODE_PUBLIC);
	observe(map_written);
	NUMBER(reasons(SE_MMAP), SE_INODE_MEMORY | SE_INODE_PUBLIC | SE_INODE_WRITTEN);
	tell_time(0);
}

void check_mapped(bool legacy)
{
	const struct record *r;

	file = in_dir("code");
	touch(file);
	truncate(file, 8192);
	observe(map_code);
	NUMBER(event_count(SE_MMAP), 1);
	r = event(SE_MMAP, 0);
	TEXT(path_text(r, &r->syscall.path), file);
	NUMBER(reasons(SE_MMAP), SE_INODE_CHANGED | SE_INODE_MEMORY | SE_INODE_PUBLIC);
	NUMBER(r->syscall.inode.flags & SE_INODE_MAPPED, legacy ? 0 : SE_INODE_MAPPED);
	observe(map_and_read);
	NUMBER(event_count(SE_MMAP), 0);
	observe(map_and_protect);
	r = event(SE_MPROTECT, 0);
	if (legacy)
		NUMBER(r->syscall.path.names.off, 0);
	else
		TEXT(path_text(r, &r->syscall.path), file);
	check_old();
}
