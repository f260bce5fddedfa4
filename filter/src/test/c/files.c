/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Files, directories, mounts. */
#include "calls.h"

#include <linux/openat2.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

static struct file_handle *handle;
static int mount_id;

static void touch(const char *path)
{
	close(open(path, O_CREAT | O_WRONLY, 0600));
}

static void opens(void)
{
	static struct open_how how = { .flags = O_RDONLY, .resolve = RESOLVE_NO_SYMLINKS };
	struct stat st;
	char *file = in_dir("file");
	int mountfd = open(dir, O_RDONLY);
	unsigned long dev;

	touch(file);
	stat(file, &st);
	dev = (unsigned long)major(st.st_dev) << 20 | minor(st.st_dev);
	CALL("open", text("fd=$r(<f>%s) name=%s flags=0(O_RDONLY) mode=0(0) dev=%lu ino=%lu", file, file, dev, st.st_ino), 2, 5, file,
	     O_RDONLY, 0, 0, 0, 0);
	CALL("openat", text("fd=$r(<f>%s) dirfd=-100(AT_FDCWD) name=%s flags=2(O_RDWR) mode=0(0) dev=%lu ino=%lu", file, file, dev, st.st_ino),
	     257, 295, AT_FDCWD, file, O_RDWR, 0, 0, 0);
	CALL("openat2",
	     text("fd=$r(<f>%s) dirfd=-100(AT_FDCWD) name=%s flags=0(O_RDONLY) mode=0(0) resolve=4(RESOLVE_NO_SYMLINKS) dev=%lu ino=%lu",
		  file, file, dev, st.st_ino),
	     437, 437, AT_FDCWD, file, &how, sizeof(how), 0, 0);
	CALL("creat",
	     text("fd=$r(<f>%s) name=%s mode=384(S_IWUSR|S_IRUSR) dev=%lu ino=%lu", file, file, dev, st.st_ino), 85, 8, file,
	     0600, 0, 0, 0, 0);
	expect("open", "", "evt.is_open_create=true\tevt.is_open_write=true\tevt.is_open_exec=false");
	only64(2, NUMBER(in_dir("new64")), O_CREAT | O_WRONLY, 0600, 0, 0, 0);
	only32(5, NUMBER(in_dir("new32")), O_CREAT | O_WRONLY, 0600, 0, 0, 0);
	expect("open", "", "evt.is_open_create=false");
	both(2, 5, NUMBER(in_dir("new64")), O_CREAT | O_WRONLY, 0600, 0, 0, 0);
	handle = (struct file_handle *)text("%200s", "");
	handle->handle_bytes = 128;
	CALL("name_to_handle_at", text("res=$r dirfd=-100(AT_FDCWD) path=%s flags=0(0)", file), 303, 341, AT_FDCWD, file, handle,
	     &mount_id, 0, 0);
	CALL("open_by_handle_at",
	     text("fd=$r(<f>%s) mountfd=%d flags=0(O_RDONLY) path=%s dev=%lu ino=%lu", file, mountfd, file, dev, st.st_ino), 304, 342,
	     mountfd, handle, O_RDONLY, 0, 0, 0);
}

static void names(void)
{
	char *a = in_dir("a"), *b = in_dir("b"), *c = in_dir("c");
	int fd = open(dir, O_RDONLY);

	touch(a);
	chdir(dir);
	CALL64("rename", text("res=$r oldpath=%s newpath=%s", a, b), 82, a, b, 0, 0, 0, 0);
	CALL32("rename", text("res=$r oldpath=%s newpath=%s", b, a), 38, b, a, 0, 0, 0, 0);
	CALL64("renameat", text("res=$r olddirfd=%d(<d>%s) oldpath=%s newdirfd=-100(AT_FDCWD) newpath=%s", fd, dir, a, b), 264, fd, "a",
	       AT_FDCWD, b, 0, 0);
	CALL32("renameat", text("res=$r olddirfd=%d(<d>%s) oldpath=%s newdirfd=-100(AT_FDCWD) newpath=%s", fd, dir, b, a), 302, fd, "b",
	       AT_FDCWD, a, 0, 0);
	CALL64("renameat2",
	       text("res=$r olddirfd=-100(AT_FDCWD) oldpath=%s newdirfd=%d(<d>%s) newpath=%s flags=1(RENAME_NOREPLACE)", a, fd, dir, b), 316,
	       AT_FDCWD, a, fd, "b", 1, 0);
	CALL32("renameat2",
	       text("res=$r olddirfd=-100(AT_FDCWD) oldpath=%s newdirfd=%d(<d>%s) newpath=%s flags=1(RENAME_NOREPLACE)", b, fd, dir, a), 353,
	       AT_FDCWD, b, fd, "a", 1, 0);
	CALL("link", text("res=$r oldpath=%s newpath=%s", a, b), 86, 9, a, b, 0, 0, 0, 0);
	CALL("linkat",
	     text("res=$r olddir=%d(<d>%s) oldpath=%s newdir=-100(AT_FDCWD) newpath=%s flags=1024(AT_SYMLINK_FOLLOW)", fd, dir, a, c), 265,
	     303, fd, "a", AT_FDCWD, c, AT_SYMLINK_FOLLOW, 0);
	CALL("symlink", text("res=$r target=to linkpath=%s", in_dir("s")), 88, 83, "to", in_dir("s"), 0, 0, 0, 0);
	CALL("symlinkat", text("res=$r target=to linkdirfd=%d(<d>%s) linkpath=%s", fd, dir, in_dir("t")), 266, 304, "to", fd, "t", 0, 0,
	     0);
	CALL("unlink", text("res=$r path=%s", b), 87, 10, b, 0, 0, 0, 0, 0);
	CALL("unlinkat", text("res=$r dirfd=%d(<d>%s) name=%s flags=0(0)", fd, dir, c), 263, 301, fd, "c", 0, 0, 0, 0);
	CALL("mkdir", text("res=$r path=%s mode=448(S_IXUSR|S_IWUSR|S_IRUSR)", in_dir("d")), 83, 39, in_dir("d"), 0700, 0, 0, 0, 0);
	CALL("mkdirat", text("res=$r dirfd=%d(<d>%s) path=%s mode=448(S_IXUSR|S_IWUSR|S_IRUSR)", fd, dir, in_dir("e")), 258, 296, fd, "e", 0700, 0,
	     0, 0);
	CALL("rmdir", text("res=$r path=%s", in_dir("d")), 84, 40, in_dir("d"), 0, 0, 0, 0, 0);
	CALL("mknod", text("res=$r path=%s mode=4480(S_IFIFO|S_IWUSR|S_IRUSR) dev=0", in_dir("f")), 133, 14, in_dir("f"), S_IFIFO | 0600, 0,
	     0, 0, 0);
	CALL("mknodat", text("res=$r dirfd=%d(<d>%s) path=%s mode=8576(S_IFCHR|S_IWUSR|S_IRUSR) dev=259", fd, dir, in_dir("n")), 259, 297, fd,
	     "n", S_IFCHR | 0600, makedev(1, 3), 0, 0);
	CALL("chdir", text("res=$r path=%s", dir), 80, 12, dir, 0, 0, 0, 0, 0);
	CALL("fchdir", text("res=$r fd=%d path=%s", fd, dir), 81, 133, fd, 0, 0, 0, 0, 0);
	close(fd);
}

static void attributes(void)
{
	char *file = in_dir("file");
	int fd = open(file, O_RDWR);
	static char value[] = "v", name[] = "trusted.se";
	static struct { unsigned long long value; unsigned size, flags; } attribute = { (unsigned long)value, 1, 0 };

	CALL("chmod", text("res=$r filename=%s mode=416(S_IRGRP|S_IWUSR|S_IRUSR)", file), 90, 15, file, 0640, 0, 0, 0, 0);
	CALL("fchmod", text("res=$r fd=%d mode=2496(S_IXUSR|S_IWUSR|S_IRUSR|S_ISUID)", fd), 91, 94, fd, 04700, 0, 0, 0, 0);
	CALL("fchmodat", text("res=$r dirfd=-100(AT_FDCWD) filename=%s mode=384(S_IWUSR|S_IRUSR)", file), 268, 306, AT_FDCWD, file, 0600, 0,
	     0, 0);
	CALL("fchmodat2", text("res=$r dirfd=-100(AT_FDCWD) filename=%s mode=384(S_IWUSR|S_IRUSR)", file), 452, 452, AT_FDCWD, file, 0600,
	     0, 0, 0);
	CALL("truncate", text("res=$r path=%s length=9", file), 76, 92, file, 9, 0, 0, 0, 0);
	CALL("ftruncate", text("res=$r fd=%d length=8", fd), 77, 93, fd, 8, 0, 0, 0, 0);
	CALL32("truncate", text("res=$r path=%s length=4294967297", file), 193, file, 1, 1, 0, 0, 0);
	CALL32("ftruncate", text("res=$r fd=%d length=4294967297", fd), 194, fd, 1, 1, 0, 0, 0);
	CALL("chown", text("res=$r path=%s uid=1 gid=2", file), 92, 212, file, 1, 2, 0, 0, 0);
	CALL32("chown", text("res=$r path=%s uid=3 gid=4", file), 182, file, 3, 4, 0, 0, 0);
	CALL("lchown", text("res=$r path=%s uid=1 gid=2", file), 94, 198, file, 1, 2, 0, 0, 0);
	CALL32("lchown", text("res=$r path=%s uid=1 gid=2", file), 16, file, 1, 2, 0, 0, 0);
	expect("fchown", text("res=$r fd=%d(<f>%s) uid=1 gid=2", fd, file), text("fd.name=%s\tfd.num=%d\tfd.typechar=f", file, fd));
	both(93, 207, fd, 1, 2, 0, 0, 0);
	CALL32("fchown", text("res=$r fd=%d(<f>%s) uid=1 gid=2", fd, file), 95, fd, 1, 2, 0, 0, 0);
	CALL("fchownat", text("res=$r dirfd=-100(AT_FDCWD) pathname=%s uid=1 gid=2 flags=256(AT_SYMLINK_NOFOLLOW)", file), 260, 298,
	     AT_FDCWD, file, 1, 2, AT_SYMLINK_NOFOLLOW, 0);
	CALL("setxattr", text("res=$r path=%s name=%s size=1 flags=0(0)", file, name), 188, 226, file, name, value, 1, 0, 0);
	CALL("lsetxattr", text("res=$r path=%s name=%s size=1 flags=0(0)", file, name), 189, 227, file, name, value, 1, 0, 0);
	CALL("fsetxattr", text("res=$r fd=%d(<f>%s) name=%s size=1 flags=2(XATTR_REPLACE)", fd, file, name), 190, 228, fd, name, value, 1,
	     2, 0);
	CALL("setxattrat", text("res=$r dirfd=-100(AT_FDCWD) path=%s at_flags=0(0) name=%s", file, name), 463, 463, AT_FDCWD, file, 0, name,
	     &attribute, sizeof(attribute));
	CALL("removexattr", text("res=$r path=%s name=%s", file, name), 197, 235, file, name, 0, 0, 0, 0);
	CALL("lremovexattr", text("res=$r path=%s name=%s", file, name), 198, 236, file, name, 0, 0, 0, 0);
	CALL("fremovexattr", text("res=$r fd=%d(<f>%s) name=%s", fd, file, name), 199, 237, fd, name, 0, 0, 0, 0);
	CALL("removexattrat", text("res=$r dirfd=-100(AT_FDCWD) path=%s at_flags=0(0) name=%s", file, name), 466, 466, AT_FDCWD, file, 0,
	     name, 0, 0);
	CALL("utime", text("res=$r path=%s", file), 132, 30, file, 0, 0, 0, 0, 0);
	CALL("utimes", text("res=$r path=%s", file), 235, 271, file, 0, 0, 0, 0, 0);
	CALL("futimesat", text("res=$r dirfd=-100(AT_FDCWD) path=%s", file), 261, 299, AT_FDCWD, file, 0, 0, 0, 0);
	CALL("utimensat", text("res=$r dirfd=-100(AT_FDCWD) path=%s flags=0(0)", file), 280, 320, AT_FDCWD, file, 0, 0, 0, 0);
	CALL32("utimensat", text("res=$r dirfd=%d path=%s flags=0(0)", fd, file), 412, fd, 0, 0, 0, 0, 0);
	close(fd);
}

static void change_root(int ways)
{
	BY(ways, "chroot", text("res=$r path=%s", in_dir("m")), "file.in_chroot=true", 161, 61, in_dir("m"), 0, 0, 0, 0, 0);
}

static void mounts(void)
{
	static struct { unsigned long long set, clear, propagation, userns; } attributes = { 4, 0, 0, 0 };
	char *m = in_dir("m");
	int fs, mounted;

	mkdir(m, 0700);
	CALL("mount", text("res=$r dev=se_dev dir=%s type=tmpfs flags=2(NOSUID) data=size=1m", m), 165, 21, "se_dev", m, "tmpfs",
	     MS_NOSUID, "size=1m", 0);
	CALL("mount_setattr", text("res=$r dirfd=-100(AT_FDCWD) path=%s flags=0(0) attr_set=4 attr_clr=0", m), 442, 442, AT_FDCWD, m, 0,
	     &attributes, sizeof(attributes), 0);
	CALL("open_tree", text("fd=$r(<f>%s) dirfd=-100(AT_FDCWD) path=%s flags=0(0)", m, m), 428, 428, AT_FDCWD, m, 0, 0, 0, 0);
	/* open_tree_attr; where the kernel lacks it, a call that failed. */
	CALL("open_tree", text("fd=$r(<f>%s) dirfd=-100(AT_FDCWD) path=%s flags=0(0)", m, m), 467, 467, AT_FDCWD, m, 0, NULL, 0, 0);
	CALL("fspick", text("fd=$r dirfd=-100(AT_FDCWD) path=%s flags=0", m), 433, 433, AT_FDCWD, m, 0, 0, 0, 0);
	CALL("pivot_root", text("res=$r new_root=%s put_old=%s", m, in_dir("none")), 155, 217, m, in_dir("none"), 0, 0, 0, 0);
	in_children(change_root);
	CALL64("umount2", text("res=$r name=%s flags=2(DETACH)", m), 166, m, MNT_DETACH, 0, 0, 0, 0);
	CALL32("umount2", text("res=$r name=%s flags=2(DETACH)", m), 52, m, MNT_DETACH, 0, 0, 0, 0);
	CALL32("umount", text("res=$r name=%s", m), 22, m, 0, 0, 0, 0, 0);
	for (int way = 1; way <= 2; way++) {
		fs = BY(way, "fsopen", "fd=$r fstype=tmpfs flags=1", "", 430, 430, "tmpfs", 1, 0, 0, 0, 0);
		BY(way, "fsconfig", text("res=$r fd=%d cmd=1(FSCONFIG_SET_STRING) key=size value=1m aux=0", fs), "", 431, 431, fs, 1,
		   "size", "1m", 0, 0);
		BY(way, "fsconfig", text("res=$r fd=%d cmd=6(FSCONFIG_CMD_CREATE) aux=0", fs), "", 431, 431, fs, 6, 0, 0, 0, 0);
		mounted = BY(way, "fsmount", text("fd=$r(<f>/(unreachable)) fs_fd=%d flags=1 attr=2(MOUNT_ATTR_NOSUID)", fs), "", 432, 432, fs, 1, 2, 0,
			     0, 0);
		BY(way, "move_mount",
		   text("res=$r from_dirfd=%d(<d>%s) from_path=%s to_dirfd=-100(AT_FDCWD) to_path=%s flags=4(MOVE_MOUNT_F_EMPTY_PATH)", mounted,
			m, m, m),
		   "", 429, 429, mounted, "", AT_FDCWD, m, 4, 0);
	}
}

void file_calls(void)
{
	opens();
	names();
	attributes();
	mounts();
}
