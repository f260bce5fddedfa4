/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Other names of a file: links, /proc, descriptors, ways into the kernel. Those by mounts are in mounts.c. */
#include "trick.h"

#include <linux/openat2.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/sysmacros.h>
#include <sys/un.h>

static void plain(void)
{
	took(read_only(in_folder("protected")));
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
	took(read_only(in_folder("link")));
}

static void chain_of_links(void)
{
	must(mkdir("sub", 0700), "sub");
	must(symlink("../protected", "sub/one"), "one");
	must(symlink("sub", "dirlink"), "dirlink");
	must(symlink("dirlink/one", "two"), "two");
	must(symlink(in_folder("two"), "three"), "three");
	took(read_only(in_folder("three")));
}

static void hard_link(void)
{
	must(link("protected", "other"), "link");
	took(read_only(in_folder("other")));
}

static void dots(void)
{
	must(mkdir("sub", 0700), "sub");
	took(read_only(in_folder("sub/.././sub/../protected")));
}

static void slashes(void)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "//%s///./protected", folder);
	took(read_only(path));
}

static void relative(void)
{
	took(read_only("protected"));
}

static void directory_descriptor(void)
{
	int dir = read_only(folder);

	must(chdir("/"), "chdir");
	took(must(openat(dir, "protected", O_RDONLY), "openat"));
}

static void via(const char *prefix, const char *rest)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s%s", prefix, rest);
	took(read_only(path));
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
	took(read_only(path));
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
	took(read_only(path));
	took(fd);
}

static void dev_descriptor(void)
{
	char path[64];
	int fd = must(open("protected", O_PATH), "O_PATH");

	snprintf(path, sizeof(path), "/dev/fd/%d", fd);
	took(read_only(path));
	took(fd);
}

static void proc_directory_descriptor(void)
{
	char path[64];
	int fd = read_only(folder);

	must(chdir("/"), "chdir");
	snprintf(path, sizeof(path), "/proc/self/fd/%d/protected", fd);
	took(read_only(path));
}

static void longer_than_path_max(void)
{
	char name[201];
	int root = read_only(folder);

	memset(name, 'd', 200);
	name[200] = 0;
	for (int i = 0; i < 25; i++) {
		must(mkdir(name, 0700), "mkdir");
		must(chdir(name), "chdir");
	}
	must(linkat(root, "protected", AT_FDCWD, "deep", 0), "link");
	took(read_only("deep"));
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
	took(opened2(read_only(folder), "/../protected", RESOLVE_IN_ROOT));
}

static void resolve_in_root_link(void)
{
	must(mkdir("sub", 0700), "sub");
	must(link("protected", "sub/protected"), "link");
	must(symlink("/protected", "sub/link"), "symlink");
	took(opened2(read_only("sub"), "/link", RESOLVE_IN_ROOT));
}

static void resolve_beneath(void)
{
	took(opened2(read_only(folder), "./protected", RESOLVE_BENEATH));
}

static void resolve_no_links(void)
{
	took(opened2(AT_FDCWD, in_folder("protected"), RESOLVE_NO_SYMLINKS));
}

/* The 32-bit entry of the kernel: its arguments are 32 bits wide. */
static void int80(void)
{
	char *low = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);

	if (low == MAP_FAILED)
		broken("memory below 4 GB");
	must(symlink("protected", "link"), "symlink");
	strcpy(low, in_folder("link"));
	took(must((int)call32(5, (long)low, O_RDONLY, 0), "open"));
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
	took(read_only(page));
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
