/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* What changes the tree of files. */
#define _GNU_SOURCE
#include "check.h"

static void tree_calls(void)
{
	int fd = open(dir, O_RDONLY), file;

	chdir(dir);
	touch("a");
	rename("a", "b");
	syscall(SYS_renameat, fd, "b", fd, "c");
	syscall(SYS_renameat2, fd, "c", AT_FDCWD, in_dir("d"), 1 /* RENAME_NOREPLACE */);
	link("d", "e");
	linkat(fd, "d", fd, "f", AT_SYMLINK_FOLLOW);
	symlink("content", "g");
	symlinkat("content", fd, "h");
	chmod("d", 0640);
	file = open("d", O_RDWR);
	fchmod(file, 04755);
	fchmodat(fd, "d", 0600, 0);
	syscall(452, fd, "d", 0644, 0x100 /* AT_SYMLINK_NOFOLLOW */);
	truncate("d", 10);
	ftruncate(file, 20);
	call32(194, file, 1, 2);
	unlink("d");
	unlinkat(fd, "e", 0);
	mkdir("i", 0700);
	rmdir("i");
	call32(38, (long)low_text(0, in_dir("f")), (long)low_text(512, in_dir("j")), 0);
}

void check_tree(void)
{
	const struct record *r;

	observe(tree_calls);
	r = event(SE_RENAME, 0);
	TEXT(span_text(r, r->fs.asked.text), "a");
	TEXT(span_text(r, r->fs.target.text), "b");
	TEXT(path_text(r, &r->fs.asked.base), dir);
	TEXT(path_text(r, &r->fs.target.base), dir);
	r = event(SE_RENAMEAT, 0);
	TEXT(span_text(r, r->fs.target.text), "c");
	CHECK(r->fs.target.dirfd >= 0);
	r = event(SE_RENAMEAT2, 0);
	NUMBER(r->fs.call_flags, 1);
	TEXT(span_text(r, r->fs.target.text), in_dir("d"));
	NUMBER(r->fs.target.base.names.off, 0);
	TEXT(span_text(event(SE_LINK, 0), event(SE_LINK, 0)->fs.target.text), "e");
	NUMBER(event(SE_LINKAT, 0)->fs.call_flags, AT_SYMLINK_FOLLOW);
	r = event(SE_SYMLINK, 0);
	TEXT(span_text(r, r->fs.asked.text), "g");
	TEXT(span_text(r, r->fs.target.text), "content");
	NUMBER(r->fs.target.base.names.off, 0);
	TEXT(span_text(event(SE_SYMLINKAT, 0), event(SE_SYMLINKAT, 0)->fs.asked.text), "h");
	NUMBER(event(SE_CHMOD, 0)->fs.mode, 0640);
	r = event(SE_FCHMOD, 0);
	NUMBER(r->fs.mode, 04755);
	TEXT(path_text(r, &r->fs.path), in_dir("d"));
	NUMBER(r->fs.inode.mode, S_IFREG | 04755);
	NUMBER(event(SE_FCHMODAT, 0)->fs.mode, 0600);
	NUMBER(event(SE_FCHMODAT2, 0)->fs.call_flags, 0x100);
	NUMBER(event(SE_TRUNCATE, 0)->fs.length, 10);
	r = event(SE_FTRUNCATE, 0);
	NUMBER(r->fs.length, 20);
	TEXT(path_text(r, &r->fs.path), in_dir("d"));
	r = event(SE_FTRUNCATE, 1);
	NUMBER(r->fs.length, 0x200000001);
	NUMBER(r->h.flags, SE_COMPAT);
	TEXT(span_text(event(SE_UNLINK, 0), event(SE_UNLINK, 0)->fs.asked.text), "d");
	TEXT(path_text(event(SE_UNLINKAT, 0), &event(SE_UNLINKAT, 0)->fs.asked.base), dir);
	TEXT(span_text(event(SE_RMDIR, 0), event(SE_RMDIR, 0)->fs.asked.text), "i");
	r = event(SE_RENAME, 1);
	TEXT(span_text(r, r->fs.target.text), in_dir("j"));
	NUMBER(r->h.flags, SE_COMPAT);
}
