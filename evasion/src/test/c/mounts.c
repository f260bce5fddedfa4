/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Other names of a file by mounts and roots. */
#include "trick.h"

#include <sys/sysmacros.h>

#ifndef OPEN_TREE_CLONE
#define OPEN_TREE_CLONE 1
#endif
#define SYS_OPEN_TREE 428
#define SYS_MOVE_MOUNT 429
#define SYS_FSOPEN 430
#define SYS_FSCONFIG 431
#define SYS_FSMOUNT 432
#define CREATE 6 /* FSCONFIG_CMD_CREATE */
#define FROM_EMPTY_PATH 4 /* MOVE_MOUNT_F_EMPTY_PATH */

static void bind_mount(void)
{
	own_mounts();
	must(mkdir("mnt", 0700), "mnt");
	must(mount(folder, "mnt", NULL, MS_BIND, NULL), "bind");
	took(read_only(in_folder("mnt/protected")));
}

static void bind_file(void)
{
	own_mounts();
	must(mount("protected", "decoy", NULL, MS_BIND, NULL), "bind");
	took(read_only(in_folder("decoy")));
}

/* The other way round: the name of the protected file leads elsewhere. */
static void bind_decoy(void)
{
	own_mounts();
	must(mount("decoy", "protected", NULL, MS_BIND, NULL), "bind");
	took(read_only(in_folder("protected")));
}

static void mount_namespace(void)
{
	own_mounts();
	took(read_only(in_folder("protected")));
}

/* A tree that is mounted nowhere. */
static void detached_tree(void)
{
	int tree = syscall(SYS_OPEN_TREE, AT_FDCWD, folder, OPEN_TREE_CLONE);

	if (tree < 0)
		unavailable("open_tree");
	took(must(openat(tree, "protected", O_RDONLY), "openat"));
}

static void moved_tree(void)
{
	int tree;

	own_mounts();
	must(mkdir("mnt", 0700), "mnt");
	tree = syscall(SYS_OPEN_TREE, AT_FDCWD, folder, OPEN_TREE_CLONE);
	if (tree < 0)
		unavailable("open_tree");
	must(syscall(SYS_MOVE_MOUNT, tree, "", AT_FDCWD, in_folder("mnt"), FROM_EMPTY_PATH), "move_mount");
	took(read_only(in_folder("mnt/protected")));
}

/* The device of the folder, mounted once more: another path to the same file, with no link to the first mount. */
static void second_mount(void)
{
	char line[4096], device[256] = "", type[64] = "", at[PATH_MAX], root[PATH_MAX], best[PATH_MAX] = "", path[2 * PATH_MAX];
	FILE *mounts = fopen("/proc/self/mountinfo", "r");
	struct stat here;
	int major, minor;

	own_mounts();
	must(stat(folder, &here), "stat");
	while (mounts && fgets(line, sizeof(line), mounts)) {
		char *rest = strstr(line, " - ");

		if (!rest || sscanf(line, "%*d %*d %d:%d %s %s", &major, &minor, root, at) != 4)
			continue;
		if (makedev(major, minor) == here.st_dev && !strcmp(root, "/") && !strncmp(folder, at, strlen(at)) &&
		    strlen(at) > strlen(best)) {
			strcpy(best, at);
			sscanf(rest + 3, "%63s %255s", type, device);
		}
	}
	if (!*best || device[0] != '/')
		unavailable("a device that the folder is on");
	must(mkdir("mnt", 0700), "mnt");
	if (mount(device, "mnt", type, 0, NULL))
		unavailable("mounting the device again");
	snprintf(path, sizeof(path), "mnt%s%s/protected", strcmp(best, "/") ? "/" : "",
		 folder + (strcmp(best, "/") ? strlen(best) + 1 : 0));
	took(read_only(path));
}

static void overlay(const char *name)
{
	own_overlay();
	took(read_only(name));
}

static void overlay_lower(void)
{
	struct stat file;

	overlay("tmp/merged/protected");
	/* Its inode is the overlay's; that it is the protected file is known from the mount. */
	must(stat("tmp/merged/protected", &file), "stat");
	deeds.protected = 1;
	deeds.unknown = 0;
}

static void real_chroot(void)
{
	must(chroot(folder), "chroot");
	took(read_only("/protected"));
}

static void decoy_chroot(void)
{
	must(mkdir("jail", 0700), "jail");
	must(mkdir("jail/etc", 0700), "etc");
	must(link("decoy", "jail/etc/shadow"), "shadow");
	must(chroot("jail"), "chroot");
	took(read_only("/etc/shadow"));
}

/* A root of its own in which the folder's path leads to a decoy. */
static void decoy_in_place(void)
{
	char path[2 * PATH_MAX] = "jail", *slash;

	must(mkdir(path, 0700), path);
	for (slash = strchr(folder + 1, '/');; slash = strchr(slash + 1, '/')) {
		snprintf(path, sizeof(path), "jail%.*s", slash ? (int)(slash - folder) : (int)strlen(folder), folder);
		must(mkdir(path, 0700), path);
		if (!slash)
			break;
	}
	strcat(path, "/protected");
	must(link("decoy", path), path);
	must(chroot("jail"), "chroot");
	took(read_only(in_folder("protected")));
}

static void pivoted(void)
{
	own_mounts();
	must(mkdir("new", 0700), "new");
	must(mount(folder, "new", NULL, MS_BIND, NULL), "bind");
	must(chdir("new"), "chdir");
	must(syscall(SYS_pivot_root, ".", "."), "pivot_root");
	must(umount2(".", MNT_DETACH), "umount");
	must(chdir("/"), "chdir");
	took(read_only("/protected"));
}

/* In a tree without a place, a file whose path from the top is that of the protected one. */
static void decoy_below(int top)
{
	char path[PATH_MAX], *slash;

	snprintf(path, sizeof(path), "%s/protected", folder + 1);
	for (slash = strchr(path, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = 0;
		must(mkdirat(top, path, 0700), path);
		*slash = '/';
	}
	close(must(openat(top, path, O_WRONLY | O_CREAT, 0600), path));
	took(must(openat(top, path, O_RDONLY), path));
}

static void decoy_detached(void)
{
	int fs = syscall(SYS_FSOPEN, "tmpfs", 0);

	if (fs < 0)
		unavailable("fsopen");
	must(syscall(SYS_FSCONFIG, fs, CREATE, NULL, NULL, 0), "fsconfig");
	decoy_below(must(syscall(SYS_FSMOUNT, fs, 0, 0), "fsmount"));
}

static void decoy_unmounted(void)
{
	own_mounts();
	must(mkdir("mnt", 0700), "mnt");
	must(mount("tmpfs", "mnt", "tmpfs", 0, NULL), "tmpfs");
	must(chdir("mnt"), "chdir");
	must(umount2(".", MNT_DETACH), "umount");
	decoy_below(AT_FDCWD);
}

const struct trick mount_tricks[] = {
	{ "bind-mount", bind_mount },
	{ "bind-file", bind_file },
	{ "bind-decoy", bind_decoy },
	{ "mount-namespace", mount_namespace },
	{ "detached-tree", detached_tree },
	{ "moved-tree", moved_tree },
	{ "second-mount", second_mount },
	{ "overlay", overlay_lower },
	{ "chroot", real_chroot },
	{ "chroot-decoy", decoy_chroot },
	{ "chroot-decoy-in-place", decoy_in_place },
	{ "pivot-root", pivoted },
	{ "decoy-detached", decoy_detached },
	{ "decoy-unmounted", decoy_unmounted },
	{ 0 },
};
