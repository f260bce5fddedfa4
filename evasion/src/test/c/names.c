/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Other names of a file: links, mounts, roots, descriptors, ways into the kernel. */
#include "trick.h"

#include <linux/openat2.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/sysmacros.h>
#include <sys/un.h>

#ifndef OPEN_TREE_CLONE
#define OPEN_TREE_CLONE 1
#endif
#define SYS_OPEN_TREE 428
#define SYS_MOVE_MOUNT 429
#define FROM_EMPTY_PATH 4 /* MOVE_MOUNT_F_EMPTY_PATH */

static int opened(const char *path)
{
	return must(open(path, O_RDONLY), path);
}

static void plain(void)
{
	took(opened(in_folder("protected")));
}

static void creat_call(void)
{
	took(must(creat(in_folder("protected"), 0600), "creat"));
}

static void open_call(void)
{
	took(must(syscall(SYS_open, in_folder("protected"), O_RDONLY), "open"));
}

static void symbolic_link(void)
{
	must(symlink("protected", "link"), "symlink");
	took(opened(in_folder("link")));
}

static void chain_of_links(void)
{
	must(mkdir("sub", 0700), "sub");
	must(symlink("../protected", "sub/one"), "one");
	must(symlink("sub", "dirlink"), "dirlink");
	must(symlink("dirlink/one", "two"), "two");
	must(symlink(in_folder("two"), "three"), "three");
	took(opened(in_folder("three")));
}

static void hard_link(void)
{
	must(link("protected", "other"), "link");
	took(opened(in_folder("other")));
}

static void dots(void)
{
	must(mkdir("sub", 0700), "sub");
	took(opened(in_folder("sub/.././sub/../protected")));
}

static void slashes(void)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "//%s///./protected", folder);
	took(opened(path));
}

static void relative(void)
{
	took(opened("protected"));
}

static void directory_descriptor(void)
{
	int dir = opened(folder);

	must(chdir("/"), "chdir");
	took(must(openat(dir, "protected", O_RDONLY), "openat"));
}

static void via(const char *prefix, const char *rest)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s%s", prefix, rest);
	took(opened(path));
}

static void proc_self_root(void)
{
	via("/proc/self/root", in_folder("protected"));
}

static void proc_thread_root(void)
{
	via("/proc/thread-self/root", in_folder("protected"));
}

static void proc_self_cwd(void)
{
	via("/proc/self/cwd", "/protected");
}

/* Of another process, which stays until its standard input ends. */
static void proc_other(const char *entry, const char *rest)
{
	char path[PATH_MAX];
	int ends[2];
	pid_t child;

	must(pipe(ends), "pipe");
	child = must(fork(), "fork");
	if (!child) {
		char byte;

		close(ends[1]);
		_exit(read(ends[0], &byte, 1) < 0);
	}
	must(chdir("/"), "chdir");
	snprintf(path, sizeof(path), "/proc/%d/%s%s", child, entry, rest);
	took(opened(path));
	close(ends[1]);
	waitpid(child, NULL, 0);
}

static void proc_pid_cwd(void)
{
	proc_other("cwd", "/protected");
}

static void proc_pid_root(void)
{
	proc_other("root", in_folder("protected"));
}

static void proc_descriptor(void)
{
	char path[64];
	int fd = must(open("protected", O_PATH), "O_PATH");

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	took(opened(path));
	took(fd);
}

static void dev_descriptor(void)
{
	char path[64];
	int fd = must(open("protected", O_PATH), "O_PATH");

	snprintf(path, sizeof(path), "/dev/fd/%d", fd);
	took(opened(path));
	took(fd);
}

static void proc_directory_descriptor(void)
{
	char path[64];
	int fd = opened(folder);

	must(chdir("/"), "chdir");
	snprintf(path, sizeof(path), "/proc/self/fd/%d/protected", fd);
	took(opened(path));
}

static void bind_mount(void)
{
	own_mounts();
	must(mkdir("mnt", 0700), "mnt");
	must(mount(folder, "mnt", NULL, MS_BIND, NULL), "bind");
	took(opened(in_folder("mnt/protected")));
}

static void bind_file(void)
{
	own_mounts();
	must(mount("protected", "decoy", NULL, MS_BIND, NULL), "bind");
	took(opened(in_folder("decoy")));
}

/* The other way round: the name of the protected file leads elsewhere. */
static void bind_decoy(void)
{
	own_mounts();
	must(mount("decoy", "protected", NULL, MS_BIND, NULL), "bind");
	took(opened(in_folder("protected")));
}

static void mount_namespace(void)
{
	own_mounts();
	took(opened(in_folder("protected")));
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
	took(opened(in_folder("mnt/protected")));
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
	took(opened(path));
}

static void overlay(const char *name)
{
	char options[3 * PATH_MAX];

	own_mounts();
	must(mkdir("tmp", 0700), "tmp");
	must(mount("tmpfs", "tmp", "tmpfs", 0, NULL), "tmpfs");
	must(mkdir("tmp/upper", 0700), "upper");
	must(mkdir("tmp/work", 0700), "work");
	must(mkdir("tmp/merged", 0700), "merged");
	snprintf(options, sizeof(options), "lowerdir=%s,upperdir=tmp/upper,workdir=tmp/work", folder);
	if (mount("overlay", "tmp/merged", "overlay", 0, options))
		unavailable("overlayfs");
	took(opened(name));
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
	took(opened("/protected"));
}

static void decoy_chroot(void)
{
	must(mkdir("jail", 0700), "jail");
	must(mkdir("jail/etc", 0700), "etc");
	must(link("decoy", "jail/etc/shadow"), "shadow");
	must(chroot("jail"), "chroot");
	took(opened("/etc/shadow"));
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
	took(opened(in_folder("protected")));
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
	took(opened("/protected"));
}

static void longer_than_path_max(void)
{
	char name[201];
	int root = opened(folder);

	memset(name, 'd', 200);
	name[200] = 0;
	for (int i = 0; i < 25; i++) {
		must(mkdir(name, 0700), "mkdir");
		must(chdir(name), "chdir");
	}
	must(linkat(root, "protected", AT_FDCWD, "deep", 0), "link");
	took(opened("deep"));
}

static int opened2(int dir, const char *path, __u64 resolve)
{
	struct open_how how = { .flags = O_RDONLY, .resolve = resolve };
	int fd = syscall(SYS_openat2, dir, path, &how, sizeof(how));

	if (fd < 0)
		unavailable("openat2");
	return fd;
}

static void resolve_in_root(void)
{
	took(opened2(opened(folder), "/../protected", RESOLVE_IN_ROOT));
}

static void resolve_in_root_link(void)
{
	must(mkdir("sub", 0700), "sub");
	must(link("protected", "sub/protected"), "link");
	must(symlink("/protected", "sub/link"), "symlink");
	took(opened2(opened("sub"), "/link", RESOLVE_IN_ROOT));
}

static void resolve_beneath(void)
{
	took(opened2(opened(folder), "./protected", RESOLVE_BENEATH));
}

static void resolve_no_links(void)
{
	took(opened2(AT_FDCWD, in_folder("protected"), RESOLVE_NO_SYMLINKS));
}

/* The 32-bit entry of the kernel: its arguments are 32 bits wide. */
static void int80(void)
{
	char *low = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
	long fd;

	if (low == MAP_FAILED)
		broken("memory below 4 GB");
	must(symlink("protected", "link"), "symlink");
	strcpy(low, in_folder("link"));
	asm volatile("int $0x80" : "=a"(fd) : "a"(5), "b"(low), "c"(O_RDONLY), "d"(0) : "memory");
	if ((int)fd == -ENOSYS)
		unavailable("int 0x80");
	took(must((int)fd, "open"));
}

/* The x32 entry; most kernels have none, and then nothing is opened. */
static void x32(void)
{
	took(syscall(0x40000000 + SYS_open, in_folder("protected"), O_RDONLY));
}

/* The caller's page is taken away as soon as the kernel has used it: what a sensor reads late is not there. */
static void page_not_resident(void)
{
	char *page;
	int fd = must(open("name", O_RDWR | O_CREAT, 0600), "name");

	must(symlink("protected", "link"), "symlink");
	must(write(fd, in_folder("link"), strlen(in_folder("link")) + 1), "name");
	fsync(fd);
	page = mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0);
	if (page == MAP_FAILED)
		broken("mmap");
	posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
	took(opened(page));
}

static void send_descriptor(int socket, int fd)
{
	char room[CMSG_SPACE(sizeof(int))] = {}, byte = 0;
	struct iovec data = { &byte, 1 };
	struct msghdr message = { .msg_iov = &data, .msg_iovlen = 1, .msg_control = room, .msg_controllen = sizeof(room) };
	struct cmsghdr *control = CMSG_FIRSTHDR(&message);

	control->cmsg_level = SOL_SOCKET;
	control->cmsg_type = SCM_RIGHTS;
	control->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(control), &fd, sizeof(int));
	must(sendmsg(socket, &message, 0), "sendmsg");
}

static int received_descriptor(int socket)
{
	char room[CMSG_SPACE(sizeof(int))], byte;
	struct iovec data = { &byte, 1 };
	struct msghdr message = { .msg_iov = &data, .msg_iovlen = 1, .msg_control = room, .msg_controllen = sizeof(room) };
	int fd;

	must(recvmsg(socket, &message, 0), "recvmsg");
	memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof(int));
	return fd;
}

/* Opened by a process of another name and place; read by this one. */
static void passed_descriptor(void)
{
	int ends[2];
	pid_t child;

	must(symlink("protected", "link"), "symlink");
	must(socketpair(AF_UNIX, SOCK_DGRAM, 0, ends), "socketpair");
	child = must(fork(), "fork");
	if (!child) {
		send_descriptor(ends[1], open("link", O_RDONLY));
		_exit(0);
	}
	took(received_descriptor(ends[0]));
	waitpid(child, NULL, 0);
}

/* /etc/shadow itself, as root reads it; nothing is done with it. */
static void real_shadow(void)
{
	int fd;

	must(symlink("/etc/shadow", "link"), "symlink");
	fd = open("link", O_RDONLY);
	if (fd < 0)
		unavailable("/etc/shadow");
	took(fd);
}

/* No name at all: by what the file system calls the file. */
static void by_handle(void)
{
	struct {
		struct file_handle head;
		unsigned char bytes[MAX_HANDLE_SZ];
	} handle = { .head.handle_bytes = MAX_HANDLE_SZ };
	int mount_id, fd, base = must(open(folder, O_RDONLY | O_DIRECTORY), folder);

	if (name_to_handle_at(AT_FDCWD, "protected", &handle.head, &mount_id, 0))
		unavailable("name_to_handle_at");
	fd = open_by_handle_at(base, &handle.head, O_RDONLY);
	if (fd < 0)
		unavailable("open_by_handle_at");
	took(fd);
}

const struct trick name_tricks[] = {
	{ "plain", plain },
	{ "open", open_call },
	{ "creat", creat_call },
	{ "symlink", symbolic_link },
	{ "symlink-chain", chain_of_links },
	{ "hard-link", hard_link },
	{ "dots", dots },
	{ "slashes", slashes },
	{ "relative", relative },
	{ "dirfd", directory_descriptor },
	{ "proc-self-root", proc_self_root },
	{ "proc-thread-root", proc_thread_root },
	{ "proc-self-cwd", proc_self_cwd },
	{ "proc-pid-cwd", proc_pid_cwd },
	{ "proc-pid-root", proc_pid_root },
	{ "proc-fd", proc_descriptor },
	{ "dev-fd", dev_descriptor },
	{ "proc-fd-directory", proc_directory_descriptor },
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
	{ "long-path", longer_than_path_max },
	{ "resolve-in-root", resolve_in_root },
	{ "resolve-in-root-link", resolve_in_root_link },
	{ "resolve-beneath", resolve_beneath },
	{ "resolve-no-symlinks", resolve_no_links },
	{ "int80", int80 },
	{ "x32", x32 },
	{ "page-not-resident", page_not_resident },
	{ "by-handle", by_handle },
	{ "scm-rights", passed_descriptor },
	{ "shadow", real_shadow },
	{ 0 },
};
