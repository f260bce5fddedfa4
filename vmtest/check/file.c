/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Opened files and changes to the file tree. */
#define _GNU_SOURCE
#include "check.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sched.h>
#include <stdio.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef SYS_fchmodat2
#define SYS_fchmodat2 452
#endif

/* Neither makes a record that the checks look for. */
static void make(const char *name)
{
	DO(mknod(name, S_IFREG | 0640, 0));
}

static int open_aside(const char *name, int flags)
{
	struct open_how how = {.flags = flags};

	return DO(syscall(SYS_openat2, AT_FDCWD, name, &how, sizeof(how)));
}

static void open_each(void)
{
	struct open_how how = {.flags = O_RDONLY | O_CLOEXEC, .resolve = RESOLVE_NO_MAGICLINKS};

	DO(OLDER(syscall(SYS_open, "file", O_CREAT | O_WRONLY, 0640), syscall(SYS_openat, AT_FDCWD, "file", O_CREAT | O_WRONLY, 0640)));
	DO(creat(FOLDER "/created", 0600));
	DO(syscall(SYS_openat, AT_FDCWD, "/etc/passwd", O_RDONLY));
	DO(syscall(SYS_openat2, AT_FDCWD, "file", &how, sizeof(how)));
}

static void open_names_the_file(void)
{
	pid_t pid = in_child(open_each, NULL);
	const struct se_open *r = record(OLDER(SE_OPEN, SE_OPENAT), pid);

	REQUIRE(r->h.result >= 0);
	REQUIRE_TEXT(path_text(r, &r->path), FOLDER "/file");
	REQUIRE_TEXT(path_in_root(r, &r->path), FOLDER "/file");
	REQUIRE_TEXT(span_text(r, r->asked.text), "file");
	REQUIRE_TEXT(path_text(r, &r->asked.base), FOLDER);
	REQUIRE_EQ(r->open_flags, O_CREAT | O_WRONLY);
	REQUIRE_EQ(r->create_mode, 0640);
	require_inode(&r->inode, "file");

	r = record_after(r, OLDER(SE_CREAT, SE_OPENAT), pid);
	REQUIRE_TEXT(path_text(r, &r->path), FOLDER "/created");
	REQUIRE_EQ(r->open_flags, O_CREAT | O_WRONLY | O_TRUNC);
	REQUIRE_EQ(r->create_mode, 0600);
	REQUIRE_EQ(r->asked.base.names.off, 0);

	r = record_after(r, SE_OPENAT, pid);
	REQUIRE_TEXT(path_text(r, &r->path), "/etc/passwd");
	REQUIRE_EQ(r->asked.dirfd, AT_FDCWD);
	require_inode(&r->inode, "/etc/passwd");

	r = record(SE_OPENAT2, pid);
	REQUIRE_TEXT(path_text(r, &r->path), FOLDER "/file");
	REQUIRE_EQ(r->open_flags, O_RDONLY | O_CLOEXEC);
	REQUIRE_EQ(r->resolve, RESOLVE_NO_MAGICLINKS);
}

static void open_missing(void)
{
	syscall(SYS_openat, AT_FDCWD, FOLDER "/missing", O_RDONLY);
}

static void open_that_fails(void)
{
	const struct se_open *r = record(SE_OPENAT, in_child(open_missing, NULL));

	REQUIRE_EQ(r->h.result, -ENOENT);
	REQUIRE_TEXT(span_text(r, r->asked.text), FOLDER "/missing");
	REQUIRE_EQ(r->path.names.off, 0);
	REQUIRE_EQ(r->inode.dev, 0);
}

static void open_link(void)
{
	int dir = open_aside("/etc", O_RDONLY | O_DIRECTORY);

	DO(symlinkat("../../etc/shadow", AT_FDCWD, "innocent"));
	DO(syscall(SYS_openat, AT_FDCWD, FOLDER "/./innocent", O_RDONLY));
	DO(syscall(SYS_openat, dir, "hosts", O_RDONLY));
}

static void open_follows_links(void)
{
	pid_t pid = in_child(open_link, NULL);
	const struct se_open *r = record(SE_OPENAT, pid);

	REQUIRE_TEXT(path_text(r, &r->path), "/etc/shadow");
	REQUIRE_TEXT(span_text(r, r->asked.text), FOLDER "/./innocent");
	r = record_after(r, SE_OPENAT, pid);
	REQUIRE_TEXT(path_text(r, &r->path), "/etc/hosts");
	REQUIRE_TEXT(path_text(r, &r->asked.base), "/etc");
}

static void open_in_chroot(void)
{
	DO(mkdir("jail", 0755));
	make("jail/secret");
	DO(chroot("jail"));
	DO(chdir("/"));
	DO(syscall(SYS_openat, AT_FDCWD, "/secret", O_RDONLY));
}

static void chroot_gives_both_paths(void)
{
	const struct se_open *r = record(SE_OPENAT, in_child(open_in_chroot, NULL));

	REQUIRE_TEXT(path_in_root(r, &r->path), "/secret");
	REQUIRE_TEXT(path_text(r, &r->path), FOLDER "/jail/secret");
}

static void open_across_mounts(void)
{
	DO(unshare(CLONE_NEWNS));
	DO(mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL));
	DO(mkdir("outer", 0755));
	DO(mount("tmpfs", "outer", "tmpfs", 0, NULL));
	DO(mkdir("outer/dir", 0755));
	DO(mkdir("alias", 0755));
	make("outer/dir/file");
	DO(mount("outer/dir", "alias", NULL, MS_BIND, NULL));
	DO(syscall(SYS_openat, AT_FDCWD, "alias/file", O_RDONLY));
	DO(syscall(SYS_openat, AT_FDCWD, "outer/dir/file", O_RDONLY));
}

static void paths_cross_mounts(void)
{
	pid_t pid = in_child(open_across_mounts, NULL);
	const struct se_open *r = record(SE_OPENAT, pid);

	REQUIRE_TEXT(path_text(r, &r->path), FOLDER "/alias/file");
	r = record_after(r, SE_OPENAT, pid);
	REQUIRE_TEXT(path_text(r, &r->path), FOLDER "/outer/dir/file");
}

/* A bind mount of a folder over itself inside a new root, as a container has it. */
static void open_on_overlay(void)
{
	DO(unshare(CLONE_NEWNS));
	DO(mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL));
	DO(mount("tmpfs", FOLDER, "tmpfs", 0, NULL));
	DO(chdir(FOLDER));
	for (int i = 0; i < 4; i++)
		DO(mkdir((const char *[]){"lower", "upper", "work", "merged"}[i], 0755));
	make("lower/below");
	DO(mount("overlay", "merged", "overlay", 0, "lowerdir=lower,upperdir=upper,workdir=work"));
	make("merged/above");
	DO(syscall(SYS_openat, AT_FDCWD, "merged/below", O_RDONLY));
	DO(syscall(SYS_openat, AT_FDCWD, "merged/above", O_RDONLY));
}

static void overlay_layers(void)
{
	pid_t pid = in_child(open_on_overlay, NULL);
	const struct se_open *r = record(SE_OPENAT, pid);

	REQUIRE_TEXT(path_text(r, &r->path), FOLDER "/merged/below");
	REQUIRE_EQ(r->inode.flags, SE_INODE_OVERLAY);
	r = record_after(r, SE_OPENAT, pid);
	REQUIRE_TEXT(path_text(r, &r->path), FOLDER "/merged/above");
	REQUIRE_EQ(r->inode.flags, SE_INODE_OVERLAY | SE_INODE_UPPER);
}

#define DEPTH 40

static void open_deep(void)
{
	for (int i = 0; i < DEPTH; i++) {
		char name[64];

		snprintf(name, sizeof(name), "a-folder-with-a-name-of-some-length-%02d", i);
		DO(mkdir(name, 0755));
		DO(chdir(name));
	}
	DO(syscall(SYS_openat, AT_FDCWD, "leaf", O_CREAT | O_WRONLY, 0600));
}

static void deep_paths(void)
{
	const struct se_open *r = record(SE_OPENAT, in_child(open_deep, NULL));
	const char *path = path_text(r, &r->path);

	REQUIRE_EQ(r->path.flags, 0);
	REQUIRE_EQ(strlen(path), strlen(FOLDER) + DEPTH * strlen("/a-folder-with-a-name-of-some-length-00") + strlen("/leaf"));
	REQUIRE(!strncmp(path, FOLDER "/a-folder-with-a-name-of-some-length-00/a-folder-with-a-name-of-some-length-01/", 80));
}

#define VERY_DEEP 100

static void open_very_deep(void)
{
	for (int i = 0; i < VERY_DEEP; i++) {
		DO(mkdir("d", 0755));
		DO(chdir("d"));
	}
	DO(syscall(SYS_openat, AT_FDCWD, "leaf", O_CREAT | O_WRONLY, 0600));
}

/* A path that the legacy programs' bounded walk cannot finish keeps what is nearest to the file, and says so. */
static void very_deep_paths(void)
{
	const struct se_open *r = record(SE_OPENAT, in_child(open_very_deep, NULL));
	const char *path = path_text(r, &r->path);

	if (legacy) {
		REQUIRE_EQ(r->path.flags, SE_PATH_CUT);
		REQUIRE(strlen(path) > 60 * strlen("/d"));
	} else {
		REQUIRE_EQ(r->path.flags, 0);
		REQUIRE_EQ(strlen(path), strlen(FOLDER) + VERY_DEEP * strlen("/d") + strlen("/leaf"));
	}
	REQUIRE_TEXT(path + strlen(path) - 9, "/d/d/leaf");
}

static void open_unlinked(void)
{
	make("gone");
	int fd = open_aside("gone", O_RDONLY);
	char name[64];

	DO(unlink("gone"));
	snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	DO(syscall(SYS_openat, AT_FDCWD, name, O_RDONLY));
}

static void unlinked_file(void)
{
	const struct se_open *r = record(SE_OPENAT, in_child(open_unlinked, NULL));

	REQUIRE_TEXT(path_text(r, &r->path), FOLDER "/gone");
	REQUIRE_EQ(r->path.flags, SE_PATH_UNLINKED);
	REQUIRE_EQ(r->inode.nlink, 0);
}

static void change_tree(void)
{
	make("a");
	DO(rename("a", "b"));
	DO(syscall(SYS_renameat, AT_FDCWD, "b", AT_FDCWD, "c"));
	DO(syscall(SYS_renameat2, AT_FDCWD, "c", AT_FDCWD, FOLDER "/d", 1 /* RENAME_NOREPLACE */));
	DO(link("d", "e"));
	DO(syscall(SYS_linkat, AT_FDCWD, "d", AT_FDCWD, "f", 0));
	DO(symlink("/etc/shadow", "g"));
	DO(syscall(SYS_symlinkat, "../x", AT_FDCWD, "h"));
	DO(unlink("e"));
	DO(syscall(SYS_unlinkat, AT_FDCWD, "f", 0));
	DO(mkdir("i", 0755));
	DO(rmdir("i"));
	DO(chmod("d", 04755));
	DO(syscall(SYS_fchmodat, AT_FDCWD, FOLDER "/d", 0700));
	if (kernel_at_least(6, 6))
		DO(syscall(SYS_fchmodat2, AT_FDCWD, "d", 0711, 0));
	int fd = open_aside("d", O_RDWR);

	DO(syscall(SYS_fchmod, fd, 0600));
	DO(syscall(SYS_truncate, "d", 5));
	DO(syscall(SYS_ftruncate, fd, 3));
}

#define REQUIRE_NAMES(record_, asked_text, target_text) \
	do { \
		REQUIRE_EQ((record_)->h.result, 0); \
		REQUIRE_TEXT(span_text(record_, (record_)->asked.text), asked_text); \
		REQUIRE_TEXT(span_text(record_, (record_)->target.text), target_text); \
	} while (0)

static void tree_changes(void)
{
	pid_t pid = in_child(change_tree, NULL);
	const struct se_fs *r = record(OLDER(SE_RENAME, SE_RENAMEAT), pid);

	REQUIRE_NAMES(r, "a", "b");
	REQUIRE_TEXT(path_text(r, &r->asked.base), FOLDER);
	REQUIRE_TEXT(path_text(r, &r->target.base), FOLDER);
	r = record_after(r, SE_RENAMEAT, pid);
	REQUIRE_NAMES(r, "b", "c");
	r = record_after(r, SE_RENAMEAT2, pid);
	REQUIRE_NAMES(r, "c", FOLDER "/d");
	REQUIRE_EQ(r->call_flags, 1);
	r = record_after(r, OLDER(SE_LINK, SE_LINKAT), pid);
	REQUIRE_NAMES(r, "d", "e");
	r = record_after(r, SE_LINKAT, pid);
	REQUIRE_NAMES(r, "d", "f");
	r = record_after(r, OLDER(SE_UNLINK, SE_UNLINKAT), pid);
	REQUIRE_NAMES(r, "e", "(absent)");
	r = record_after(r, SE_UNLINKAT, pid);
	REQUIRE_NAMES(r, "f", "(absent)");
	r = record_after(r, OLDER(SE_RMDIR, SE_UNLINKAT), pid);
	REQUIRE_NAMES(r, "i", "(absent)");
}

static void links(void)
{
	pid_t pid = in_child(change_tree, NULL);
	const struct se_fs *r = record(OLDER(SE_SYMLINK, SE_SYMLINKAT), pid);

	/* Which of the two spans holds the new link's name is the layout's choice: the link is asked, its content target. */
	REQUIRE_NAMES(r, "g", "/etc/shadow");
	r = record_after(r, SE_SYMLINKAT, pid);
	REQUIRE_NAMES(r, "h", "../x");
}

static void modes_and_lengths(void)
{
	pid_t pid = in_child(change_tree, NULL);
	const struct se_fs *r = record(OLDER(SE_CHMOD, SE_FCHMODAT), pid);

	REQUIRE_NAMES(r, "d", "(absent)");
	REQUIRE_EQ(r->mode, 04755);
	r = record_after(r, SE_FCHMODAT, pid);
	REQUIRE_NAMES(r, FOLDER "/d", "(absent)");
	REQUIRE_EQ(r->mode, 0700);
	if (kernel_at_least(6, 6)) {
		r = record_after(r, SE_FCHMODAT2, pid);
		REQUIRE_NAMES(r, "d", "(absent)");
		REQUIRE_EQ(r->mode, 0711);
	} else {
		REQUIRE_EQ(count_records(SE_FCHMODAT2, pid), 0);
	}
	r = record_after(r, SE_FCHMOD, pid);
	REQUIRE_TEXT(path_text(r, &r->path), FOLDER "/d");
	REQUIRE_EQ(r->mode, 0600);
	require_inode(&r->inode, "d");
	r = record(SE_TRUNCATE, pid);
	REQUIRE_NAMES(r, "d", "(absent)");
	REQUIRE_EQ(r->length, 5);
	r = record(SE_FTRUNCATE, pid);
	REQUIRE_TEXT(path_text(r, &r->path), FOLDER "/d");
	REQUIRE_EQ(r->length, 3);
}

const struct check file_checks[] = {
	{"open, creat, openat, openat2 name the file", open_names_the_file},
	{"open: a failure keeps the asked name", open_that_fails},
	{"open: symbolic links, folder descriptors", open_follows_links},
	{"open: both paths under chroot", chroot_gives_both_paths},
	{"open: paths cross mounts and bind mounts", paths_cross_mounts},
	{"open: layers of overlayfs", overlay_layers},
	{"open: 40 folders deep", deep_paths},
	{"open: 100 folders deep", very_deep_paths},
	{"open: an unlinked file", unlinked_file},
	{"rename, link, unlink, rmdir and their variants", tree_changes},
	{"symlink, symlinkat", links},
	{"chmod, truncate and their variants", modes_and_lengths},
	{}
};
