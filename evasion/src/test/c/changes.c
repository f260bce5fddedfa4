/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Changes of a file, and of what is in a folder, by other names: calls that leave nothing to look at but the name. */
#include "trick.h"

#include <sys/xattr.h>

/* Notes the file that has a name, after it was changed. */
static void changed(const char *path)
{
	struct stat file;

	must(stat(path, &file), path);
	noted(&file);
}

/* Notes that something is in the folder that is watched. */
static void made(const char *path)
{
	struct stat file;

	must(lstat(path, &file), path);
	deeds.protected++;
}

/* What leads through the process, or its own root or mounts, is known as long as it is there. */
static void stay(void)
{
	must(usleep(500000), "usleep");
}

static void link_to_file(void)
{
	must(symlink("protected", "link"), "symlink");
}

static void link_to_folder(void)
{
	must(mkdir("watched", 0700), "watched");
	must(symlink(in_folder("watched"), "linked"), "linked");
}

static void chmod_link(void)
{
	link_to_file();
	must(chmod(in_folder("link"), 0640), "chmod");
	changed("protected");
}

static void chmod_hard_link(void)
{
	must(link("protected", "other"), "link");
	must(chmod(in_folder("other"), 0640), "chmod");
	changed("protected");
}

static void chmod_cwd(void)
{
	must(chmod("/proc/self/cwd/protected", 0640), "chmod");
	changed("protected");
	stay();
}

static void chmod_descriptor(void)
{
	char path[64];
	int fd = must(open("protected", O_PATH), "O_PATH");

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	must(chmod(path, 0640), "chmod");
	changed(path);
	stay();
}

/* The parent of where the link leads is not the folder that the link is in. */
static void mkdir_dots(void)
{
	must(mkdir("sub", 0700), "sub");
	must(mkdir("unwatched", 0700), "unwatched");
	must(mkdir("unwatched/below", 0700), "below");
	must(rename("unwatched", "watched"), "watched");
	must(symlink("../watched/below", "sub/linked"), "linked");
	must(mkdir("sub/linked/../new", 0700), "mkdir");
	made("watched/new");
}

static void chown_kept(void)
{
	link_to_file();
	syscall(SYS_fchownat, AT_FDCWD, in_folder("link"), -1, -1, AT_SYMLINK_NOFOLLOW);
}

static void fchmodat_link(void)
{
	link_to_file();
	must(syscall(SYS_fchmodat, read_only(folder), "link", 0640), "fchmodat");
	changed("protected");
}

static void chown_link(void)
{
	link_to_file();
	must(chown("link", getuid(), -1), "chown");
	changed("protected");
}

static void lchown_hard_link(void)
{
	must(link("protected", "other"), "link");
	must(lchown("other", getuid(), -1), "lchown");
	changed("protected");
}

static void truncate_link(void)
{
	link_to_file();
	must(truncate(in_folder("link"), 0), "truncate");
	changed("protected");
}

static void setxattr_link(void)
{
	link_to_file();
	if (setxattr("link", "trusted.trick", "x", 1, 0))
		unavailable("setxattr");
	changed("protected");
}

static void utimes_link(void)
{
	link_to_file();
	must(syscall(SYS_utimes, "link", NULL), "utimes");
	changed("protected");
}

static void utimensat_hard_link(void)
{
	must(link("protected", "other"), "link");
	must(utimensat(AT_FDCWD, "other", NULL, 0), "utimensat");
	changed("protected");
}

static void mkdir_linked(void)
{
	link_to_folder();
	must(mkdir("linked/new", 0700), "mkdir");
	made("watched/new");
}

static void mknod_linked(void)
{
	link_to_folder();
	must(syscall(SYS_mknod, in_folder("linked/new"), S_IFIFO | 0600, 0), "mknod");
	made("watched/new");
}

static void rename_linked(void)
{
	link_to_folder();
	must(rename("decoy", "linked/new"), "rename");
	made("watched/new");
}

static void link_linked(void)
{
	link_to_folder();
	must(link("decoy", "linked/new"), "link");
	made("watched/new");
}

static void symlink_linked(void)
{
	link_to_folder();
	must(symlink("decoy", "linked/new"), "symlink");
	made("watched/new");
}

static void mkdir_chroot(void)
{
	link_to_folder();
	must(symlink("/watched", "inner"), "inner");
	must(chroot("."), "chroot");
	must(mkdir("/inner/new", 0700), "mkdir");
	made("/watched/new");
	stay();
}

static void mkdir_mounts(void)
{
	link_to_folder();
	own_mounts();
	must(mkdir("linked/new", 0700), "mkdir");
	made("watched/new");
	stay();
}

const struct trick change_tricks[] = {
	{ "chmod-link", chmod_link },
	{ "chmod-hard-link", chmod_hard_link },
	{ "chmod-cwd", chmod_cwd },
	{ "chmod-descriptor", chmod_descriptor },
	{ "fchmodat-link", fchmodat_link },
	{ "chown-link", chown_link },
	{ "chown-kept", chown_kept },
	{ "lchown-hard-link", lchown_hard_link },
	{ "truncate-link", truncate_link },
	{ "setxattr-link", setxattr_link },
	{ "utimes-link", utimes_link },
	{ "utimensat-hard-link", utimensat_hard_link },
	{ "mkdir-linked", mkdir_linked },
	{ "mkdir-dots", mkdir_dots },
	{ "mknod-linked", mknod_linked },
	{ "rename-linked", rename_linked },
	{ "link-linked", link_linked },
	{ "symlink-linked", symlink_linked },
	{ "mkdir-chroot", mkdir_chroot },
	{ "mkdir-mounts", mkdir_mounts },
	{ 0 },
};
