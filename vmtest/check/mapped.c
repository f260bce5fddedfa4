/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Files that are new and become code. */
#define _GNU_SOURCE
#include "check.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

static void map(const char *name, int protection)
{
	int fd = DO(open(name, O_RDONLY));

	REQUIRE(mmap(NULL, 4096, protection, MAP_PRIVATE, fd, 0) != MAP_FAILED);
}

static void make(const char *name)
{
	close(DO(open(name, O_WRONLY | O_CREAT, 0755)));
	DO(truncate(name, 4096));
}

static void map_new(void)
{
	make("code");
	map("code", PROT_READ);
	map("code", PROT_READ | PROT_EXEC);
}

static void require_file(const struct se_syscall *r, const char *name)
{
	REQUIRE_TEXT(path_text(r, &r->path), name);
	REQUIRE(r->inode.flags & SE_INODE_CHANGED);
	REQUIRE(!(r->inode.flags & SE_INODE_WRITTEN));
	REQUIRE_EQ(!!(r->inode.flags & SE_INODE_MAPPED), !legacy);
}

static void new_code(void)
{
	pid_t pid = in_child(map_new, NULL);
	const struct se_syscall *r = record(SE_MMAP, pid);

	REQUIRE_EQ(count_records(SE_MMAP, pid), 1);
	require_file(r, FOLDER "/code");
	require_inode(&r->inode, "code");
}

static void protect_new(void)
{
	make("code");
	char *memory = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, DO(open("code", O_RDONLY)), 0);

	DO(mprotect(memory, 4096, PROT_READ | PROT_EXEC));
}

static void new_code_by_mprotect(void)
{
	const struct se_syscall *r = record(SE_MPROTECT, in_child(protect_new, NULL));

	if (legacy)
		REQUIRE_EQ(r->path.names.off, 0);
	else
		require_file(r, FOLDER "/code");
}

static void map_on_overlay(void)
{
	DO(unshare(CLONE_NEWNS));
	DO(mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL));
	DO(mkdir("base", 0755));
	DO(mount("tmpfs", "base", "tmpfs", 0, NULL));
	DO(mkdir("base/lower", 0755));
	DO(mkdir("base/upper", 0755));
	DO(mkdir("base/work", 0755));
	DO(mkdir("merged", 0755));
	make("base/lower/of_image");
	DO(mount("overlay", "merged", "overlay", 0, "lowerdir=base/lower,upperdir=base/upper,workdir=base/work"));
	make("merged/added");
	map("merged/of_image", PROT_READ | PROT_EXEC);
	map("merged/added", PROT_READ | PROT_EXEC);
}

static void new_code_on_overlay(void)
{
	pid_t pid = in_child(map_on_overlay, NULL);
	const struct se_syscall *r = record(SE_MMAP, pid);

	require_file(r, FOLDER "/merged/of_image");
	REQUIRE_EQ(r->inode.flags & (SE_INODE_OVERLAY | SE_INODE_UPPER), SE_INODE_OVERLAY);
	r = record_after(r, SE_MMAP, pid);
	require_file(r, FOLDER "/merged/added");
	REQUIRE_EQ(r->inode.flags & (SE_INODE_OVERLAY | SE_INODE_UPPER), SE_INODE_OVERLAY | SE_INODE_UPPER);
}

const struct check mapped_checks[] = {
	{"a new file is mapped as code", new_code},
	{"a new file is mapped, and made code", new_code_by_mprotect},
	{"a new file of an overlay is mapped as code", new_code_on_overlay},
	{}
};
