/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Opened files: every call, and names that are hard to tell. */
#define _GNU_SOURCE
#include "check.h"

#define X32_CALL 0x40000000 /* __X32_SYSCALL_BIT of <asm/unistd.h> */

static void open_calls(void)
{
	struct { __u64 flags, mode, resolve; } how = { O_RDONLY, 0, 0x04 /* RESOLVE_NO_SYMLINKS */ };
	int fd = open(dir, O_RDONLY | O_DIRECTORY);

	openat(fd, "file", O_RDWR | O_CREAT | O_TRUNC, 0640);
	syscall(SYS_openat2, fd, "file", &how, sizeof(how));
	syscall(SYS_creat, in_dir("created"), 0600);
	open(in_dir("missing"), O_RDONLY);
	chdir(dir);
	syscall(SYS_open, "link", O_RDONLY);
	call32(5, (long)low_text(0, in_dir("file")), O_RDONLY, 0);
	syscall(SYS_openat | X32_CALL, AT_FDCWD, in_dir("file"), O_RDONLY, 0);
}

static void check_open(void)
{
	struct stat st;
	const struct record *r;
	int pid;

	symlink("file", in_dir("link"));
	pid = observe(open_calls);
	stat(in_dir("file"), &st);
	r = event(SE_OPENAT, 1);
	TEXT(path_text(r, &r->open.path), in_dir("file"));
	TEXT(span_text(r, r->open.asked.text), "file");
	TEXT(path_text(r, &r->open.asked.base), dir);
	NUMBER(r->open.path.root, r->open.path.names.len);
	NUMBER(r->open.open_flags, O_RDWR | O_CREAT | O_TRUNC);
	NUMBER(r->open.create_mode, 0640);
	NUMBER(r->open.inode.ino, st.st_ino);
	NUMBER(r->open.inode.mode, st.st_mode);
	NUMBER(r->open.inode.nlink, 1);
	NUMBER((r->open.inode.dev & 0xfffff), st.st_dev & 0xff);
	NUMBER(r->h.pid, pid);
	NUMBER(r->h.tid, pid);
	NUMBER(r->h.ppid, getpid());
	NUMBER(r->h.sid, getsid(0));
	NUMBER(r->h.pgid, getpgid(0));
	NUMBER(r->h.uid, 0);
	r = event(SE_OPENAT2, 0);
	TEXT(path_text(r, &r->open.path), in_dir("file"));
	NUMBER(r->open.resolve, 4);
	r = event(SE_CREAT, 0);
	TEXT(path_text(r, &r->open.path), in_dir("created"));
	NUMBER(r->open.open_flags, O_CREAT | O_WRONLY | O_TRUNC);
	r = event(SE_OPENAT, 2);
	NUMBER(r->h.result, -ENOENT);
	TEXT(span_text(r, r->open.asked.text), in_dir("missing"));
	NUMBER(r->open.path.names.off, 0);
	NUMBER(r->open.asked.base.names.off, 0);
	r = event(SE_OPEN, 0);
	TEXT(path_text(r, &r->open.path), in_dir("file"));
	TEXT(span_text(r, r->open.asked.text), "link");
	TEXT(path_text(r, &r->open.asked.base), dir);
	r = event(SE_OPEN, 1);
	TEXT(path_text(r, &r->open.path), in_dir("file"));
	NUMBER(r->h.flags, SE_COMPAT);
	/* Most kernels refuse x32 calls: then nothing was opened, and it must not look as if it had been. */
	r = event(SE_OPENAT, 3);
	NUMBER(r->h.flags, SE_X32);
	TEXT(span_text(r, r->open.asked.text), in_dir("file"));
	if (r->h.result < 0) {
		NUMBER(r->h.result, -ENOSYS);
		NUMBER(r->open.path.names.len, 0);
	} else
		TEXT(path_text(r, &r->open.path), in_dir("file"));
}

static void odd_calls(void)
{
	char name[64];
	int fd = memfd_create("hidden", 0), pipes[2];

	snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	open(name, O_RDONLY);
	pipe(pipes);
	snprintf(name, sizeof(name), "/proc/self/fd/%d", pipes[0]);
	open(name, O_RDONLY);
	fd = open(in_dir("gone"), O_CREAT | O_RDWR, 0600);
	unlink(in_dir("gone"));
	snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	open(name, O_RDONLY);
	mkdir(in_dir("bound"), 0700);
	mkdir(in_dir("tree"), 0700);
	touch(in_dir("tree/leaf"));
	unshare(CLONE_NEWNS);
	mount(in_dir("tree"), in_dir("bound"), NULL, MS_BIND, NULL);
	open(in_dir("bound/leaf"), O_RDONLY);
	chroot(in_dir("bound"));
	open("/leaf", O_RDONLY);
	open("/proc/none", O_RDONLY);
}

static void check_odd(void)
{
	const struct record *r;

	observe(odd_calls);
	r = event(SE_OPENAT, 0);
	TEXT(path_text(r, &r->open.path), "memfd:hidden");
	NUMBER(r->open.path.flags, SE_PATH_PSEUDO | SE_PATH_MEMFD);
	NUMBER(r->open.path.root, SE_ROOT_NOT_MET);
	r = event(SE_OPENAT, 1);
	NUMBER(r->open.path.flags, SE_PATH_PSEUDO);
	NUMBER(r->open.inode.mode & S_IFMT, S_IFIFO);
	r = event(SE_OPENAT, 3);
	TEXT(path_text(r, &r->open.path), in_dir("gone"));
	NUMBER(r->open.path.flags, SE_PATH_UNLINKED);
	NUMBER(r->open.inode.nlink, 0);
	r = event(SE_OPENAT, 5);
	TEXT(path_text(r, &r->open.path), in_dir("bound/leaf"));
	r = event(SE_OPENAT, 6);
	TEXT(path_text(r, &r->open.path), in_dir("bound/leaf"));
	TEXT(root_text(r, &r->open.path), "/leaf");
}

#define DEPTH 300

static void deep_calls(void)
{
	int depth = shared[0];

	chdir(dir);
	for (int i = 0; i < depth; i++) {
		mkdir("component", 0700);
		chdir("component");
	}
	open("leaf", O_CREAT | O_RDWR, 0600);
}

static void check_deep(bool legacy)
{
	const struct record *r;
	int components = 0;

	shared[0] = DEPTH;
	observe(deep_calls);
	r = event(SE_OPENAT, 0);
	for (int i = 0; i < r->open.path.names.len; i++)
		components += r->bytes[r->open.path.names.off + i] == 0;
	TEXT(r->bytes + r->open.path.names.off, "leaf");
	if (legacy) {
		CHECK(components >= 64);
		NUMBER(r->open.path.flags, SE_PATH_CUT);
	} else {
		CHECK(components > DEPTH + 1);
		NUMBER(r->open.path.flags, 0);
		CHECK(strncmp(path_text(r, &r->open.path), dir, strlen(dir)) == 0);
	}
	shared[0] = 600;
	observe(deep_calls);
	r = event(SE_OPENAT, 0);
	NUMBER(r->open.path.flags, SE_PATH_CUT);
	TEXT(r->bytes + r->open.path.names.off, "leaf");
}

static void bad_names(void)
{
	char *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	char *lengthy = malloc(10000);

	memset(lengthy, 'x', 9999);
	lengthy[9999] = 0;
	munmap(page, 4096);
	open(page, O_RDONLY);
	open(lengthy, O_RDONLY);
	open("", O_RDONLY);
	chdir(dir);
	open("\xc3\xa9", O_RDONLY);
}

static void check_bad_names(void)
{
	const struct record *r;

	observe(bad_names);
	r = event(SE_OPENAT, 0);
	NUMBER(r->h.result, -EFAULT);
	NUMBER(r->h.flags, SE_NAME_FAULT);
	r = event(SE_OPENAT, 1);
	NUMBER(r->h.result, -ENAMETOOLONG);
	NUMBER(r->h.flags, SE_NAME_CUT);
	NUMBER(r->open.asked.text.len, 4096);
	r = event(SE_OPENAT, 2);
	NUMBER(r->h.result, -ENOENT);
	NUMBER(r->open.asked.text.len, 0);
	CHECK(r->open.asked.text.off != 0);
	r = event(SE_OPENAT, 3);
	TEXT(span_text(r, r->open.asked.text), "\xc3\xa9");
	TEXT(path_text(r, &r->open.asked.base), dir);
}

void check_files(bool legacy)
{
	check_open();
	check_odd();
	check_deep(legacy);
	check_bad_names();
}
