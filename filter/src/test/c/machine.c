/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* The machine as a whole. What would change it is called so that it fails: bad magic numbers, no such file, bad values. */
#include "calls.h"
#include "test_ring.h"

#include <linux/bpf.h>
#include <linux/perf_event.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>

static void modules(void)
{
	static char image[4];
	char *file = in_dir("file");
	int fd = open(file, O_RDONLY);

	CALL("init_module", text("res=$r img=%ld length=4 uargs=se=1", NUMBER(image)), 175, 128, image, 4, "se=1", 0, 0, 0);
	CALL("finit_module", text("res=$r fd=%d(<f>%s) uargs=se=1 flags=1(MODULE_INIT_IGNORE_MODVERSIONS)", fd, file), 313, 350, fd, "se=1",
	     1, 0, 0, 0);
	CALL("delete_module", "res=$r name=se_none flags=2048(O_NONBLOCK)", 176, 129, "se_none", O_NONBLOCK, 0, 0, 0, 0);
	CALL("kexec_load", "res=$r entry=1 nr_segments=100 flags=65535", 246, 283, 1, 100, 0, 0xffff, 0, 0);
	CALL64("kexec_file_load", text("res=$r fd=%d(<f>%s) initrd_fd=-1 cmdline=quiet flags=256(256)", fd, file), 320, fd, -1, 6, "quiet", 0x100,
	       0);
	close(fd);
}

static void observers(void)
{
	static union bpf_attr map = { .map_type = BPF_MAP_TYPE_ARRAY, .key_size = 4, .value_size = 4, .max_entries = 1, .map_name = "se_map" };
	static union bpf_attr program = { .prog_type = BPF_PROG_TYPE_SOCKET_FILTER, .prog_name = "se_prog" };
	static struct perf_event_attr event = { .type = PERF_TYPE_SOFTWARE, .size = sizeof(event), .config = PERF_COUNT_SW_DUMMY };

	static struct bpf_map_info shown;
	static union bpf_attr info = { .info = { .info_len = sizeof(shown) } };
	int fd;

	expect("bpf", "", "evt.arg.cmd=BPF_MAP_CREATE\tevt.arg.type=BPF_MAP_TYPE_ARRAY\tevt.arg.name=se_map");
	fd = both(321, 357, BPF_MAP_CREATE, NUMBER(&map), 72, 0, 0, 0);
	expect("bpf", "", "evt.arg.cmd=BPF_PROG_LOAD\tevt.arg.type=BPF_PROG_TYPE_SOCKET_FILTER\tevt.arg.name=se_prog");
	both(321, 357, BPF_PROG_LOAD, NUMBER(&program), 72, 0, 0, 0);
	info.info.bpf_fd = fd;
	info.info.info = NUMBER(&shown);
	call64(321, (long[6]){ BPF_OBJ_GET_INFO_BY_FD, NUMBER(&info), 16 });
	CALL("bpf", text("fd=$r cmd=15(BPF_OBJ_GET_INFO_BY_FD) type=2(BPF_MAP_TYPE_ARRAY) name=se_map id=%u", shown.id), 321, 357,
	     BPF_OBJ_GET_INFO_BY_FD, &info, 16, 0, 0, 0);
	CALL("perf_event_open", "fd=$r type=1 config=9 pid=0 cpu=-1 group_fd=-1 flags=8", 298, 336, &event, 0, -1, -1,
	     PERF_FLAG_FD_CLOEXEC, 0);
}

static void rings(void)
{
	static struct io_uring_params parameters;
	int fd;

	for (int way = 1; way <= 2; way++) {
		memset(&parameters, 0, sizeof(parameters));
		fd = way == 1 ? call64(425, (long[6]){ 4, NUMBER(&parameters) }) : (int)call32(425, (long[6]){ 4, NUMBER(&parameters) });
		dprintf(1, "%d\tio_uring_setup\t%s\t\tevt.rawarg.entries=4\tevt.rawarg.flags=0\tevt.rawres=%d\tevt.rawarg.sq_entries=%u"
			"\tevt.rawarg.cq_entries=%u\tevt.rawarg.features=%u\n", getpid(), way == 1 ? "syscall" : "int80", fd,
			parameters.sq_entries, parameters.cq_entries, parameters.features);
		BY(way, "io_uring_enter", text("res=$r fd=%d to_submit=1 min_complete=0 flags=0(0) sig=0", fd), "", 426, 426, fd, 1, 0, 0, 0, 0);
		BY(way, "io_uring_register", text("res=$r fd=%d opcode=9(IORING_REGISTER_PERSONALITY) arg=0 nr_args=0", fd), "", 427, 427, fd, 9, 0,
		   0, 0, 0);
	}
}

/* A command that the file, a directory, does not know. */
static void ring_command(void)
{
	int fd = open(dir, O_RDONLY);
	struct ring ring;

	if (ring_make(&ring, 0)) {
		perror("a ring of io_uring");
		return;
	}
	ring_request(&ring, 46 /* IORING_OP_URING_CMD */, fd, NULL)->off = 7; /* cmd_op */
	ring_result(&ring);
	dprintf(1, "%d\tio_uring_cmd\t-\tres=-95(EOPNOTSUPP) fd=%d(<f>%s) cmd_op=7\tevt.via=io_uring\n", getpid(), fd, dir);
	close(fd);
	close(ring.fd);
}

/* By a write to a file of the group, in a group of the test's own. */
static void control_group(void)
{
	char *root = text("%s", access("/sys/fs/cgroup/unified/cgroup.procs", F_OK) ? "/sys/fs/cgroup" : "/sys/fs/cgroup/unified");
	char *name = text("/se-calls-%d", getpid()), *group = text("%s%s", root, name), *procs = text("%s/cgroup.procs", group);
	struct stat st;
	int status;

	if (mkdir(group, 0700) || stat(group, &st))
		perror(group);
	if (fork() == 0) {
		int fd = open(procs, O_WRONLY);

		dprintf(fd, "0");
		dprintf(1, "%d\tcgroup_attach\t-\tcgroup=%s pid=%d(calls) id=%lu\t\n", getpid(), name, getpid(), st.st_ino);
		_exit(0);
	}
	wait(&status);
	rmdir(group);
}

/* Each with a place of its own to read from, which the call moves on. */
static void sent_files(void)
{
	static long wide[2] = { 2, 2 };
	static int narrow = 2;
	char *name = in_dir("sent");
	int in = open(name, O_RDWR | O_CREAT, 0600), out = open("/dev/null", O_WRONLY);
	char *read_from = text("res=3 out_fd=%d in_fd=%d(<f>%s) offset=5 size=3", out, in, name);

	write(in, "0123456789", 10);
	CALL64("sendfile", read_from, 40, out, in, &wide[0], 3, 0, 0);
	CALL32("sendfile", read_from, 187, out, in, &narrow, 3, 0, 0);
	CALL32("sendfile", read_from, 239, out, in, &wide[1], 3, 0, 0);
	CALL("sendfile", text("res=$r out_fd=-1 in_fd=%d(<f>%s) size=3", in, name), 40, 187, -1, in, 0, 3, 0, 0);
	close(in);
	close(out);
}

/* What others open, in a folder of the test's own: by its name, and by a descriptor alone. */
static void watched_files(void)
{
	static const unsigned long mask = 0x40000020;
	int fd, folder = open(dir, O_RDONLY);
	char *told = text("mask=1073741856(FAN_OPEN|FAN_ONDIR)");

	fd = CALL("fanotify_init", "fd=$r flags=513(FAN_CLOEXEC|FAN_REPORT_FID) event_f_flags=0(O_RDONLY)", 300, 338, 0x201, 0, 0, 0, 0, 0);
	CALL64("fanotify_mark", text("res=$r fanotify_fd=%d flags=9(FAN_MARK_ADD|FAN_MARK_ONLYDIR) %s dirfd=-100(AT_FDCWD) pathname=%s", fd,
	       told, dir), 301, fd, 9, mask, AT_FDCWD, text("%s", dir), 0);
	CALL32("fanotify_mark", text("res=$r fanotify_fd=%d flags=9(FAN_MARK_ADD|FAN_MARK_ONLYDIR) %s dirfd=-100(AT_FDCWD) pathname=%s", fd,
	       told, dir), 339, fd, 9, mask, 0, AT_FDCWD, text("%s", dir));
	CALL64("fanotify_mark", text("res=$r fanotify_fd=%d flags=2(FAN_MARK_REMOVE) %s dirfd=%d pathname=%s", fd, told, folder, dir),
	       301, fd, 2, mask, folder, 0, 0);
	close(fd);
	close(folder);
}

/*
 * Requests for which a file that is open for reading is enough, a terminal or any socket: also such as fail, since the file is
 * not of their kind. The 32-bit call has a number of its own for the flags of a file.
 */
static void requests(void)
{
	static int flags = 0xc0, discipline = 27;
	static struct { unsigned flags, rest[6]; } extended = { .flags = 0x80 };
	static struct { unsigned long flags; unsigned rest[4]; } attributes = { .flags = 0x80 };
	static char interface[40] = "se-none0", typed = 'x';
	char *name = in_dir("flags");
	int file = open(name, O_RDONLY | O_CREAT, 0600), terminal = open("/dev/ptmx", O_RDWR | O_NOCTTY);
	int any = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), missing = 900;
	char *inode = text("fd=%d(<f>%s)", file, name), *value = "value=192(FS_NODUMP_FL|FS_NOATIME_FL)";

	CALL64("ioctl", text("res=$r %s request=1074292226(FS_IOC_SETFLAGS) argument=%ld %s", inode, NUMBER(&flags), value), 16, file,
	       0x40086602, &flags, 0, 0, 0);
	CALL32("ioctl", text("res=$r %s request=1074030082(FS_IOC_SETFLAGS) argument=%ld %s", inode, NUMBER(&flags), value), 54, file,
	       0x40046602, &flags, 0, 0, 0);
	CALL("ioctl", text("res=$r %s request=1075599392(FS_IOC_FSSETXATTR) argument=%ld value=128(FS_XFLAG_NODUMP)", inode, NUMBER(&extended)), 16,
	     54, file, 0x401c5820, &extended, 0, 0, 0);
	CALL("file_setattr", text("res=$r dirfd=-100(AT_FDCWD) path=%s xflags=128(FS_XFLAG_NODUMP) flags=256(AT_SYMLINK_NOFOLLOW)", name), 469,
	     469, AT_FDCWD, name, &attributes, sizeof(attributes), 0x100, 0);
	expect("ioctl", "", "evt.arg.request=TIOCSTI\tevt.arg.value=x");
	both(16, 54, missing, 0x5412, NUMBER(&typed), 0, 0, 0);
	expect("ioctl", "", "evt.arg.request=TIOCSETD\tevt.rawarg.value=27");
	both(16, 54, terminal, 0x5423, NUMBER(&discipline), 0, 0, 0);
	expect("ioctl", "", "evt.arg.request=SIOCSIFFLAGS\tevt.arg.value=se-none0");
	both(16, 54, any, 0x8914, NUMBER(interface), 0, 0, 0);
	CALL("ioctl", "res=$r fd=900 request=1074013192(PERF_EVENT_IOC_SET_BPF) argument=7", 16, 54, missing, 0x40042408, 7, 0, 0, 0);
	close(any);
	close(terminal);
	close(file);
}

void machine_calls(void)
{
	static long wide_time[2] = { 7, 2000000000 };
	static int narrow_time[2] = { 7, 2000000000 };
	char *none = in_dir("none");
	int fd = open(dir, O_RDONLY);

	control_group();
	modules();
	observers();
	rings();
	ring_command();
	CALL("splice", text("res=$r fd_in=%d(<f>%s) fd_out=-1 size=3 flags=1", fd, dir), 275, 313, fd, 0, -1, 0, 3, 1);
	sent_files();
	watched_files();
	requests();
	CALL("add_key", "res=$r type=user desc=se:test", 248, 286, "user", "se:test", "x", 1, -2, 0);
	CALL("request_key", "res=$r type=user desc=se:none", 249, 287, "user", "se:none", 0, 0, 0, 0);
	CALL("keyctl", "res=$r op=0(KEYCTL_GET_KEYRING_ID) arg2=7 arg3=0 arg4=0 arg5=0", 250, 288, 0, 7, 0, 0, 0, 0);
	CALL("sethostname", "res=$r name=se-host", 170, 74, "se-host", 7, 0, 0, 0, 0);
	CALL("setdomainname", "res=$r name=se-domain", 171, 121, "se-domain", 9, 0, 0, 0, 0);
	CALL64("settimeofday", "res=$r time=7", 164, wide_time, 0, 0, 0, 0, 0);
	CALL32("settimeofday", "res=$r time=7", 79, narrow_time, 0, 0, 0, 0, 0);
	CALL64("clock_settime", "res=$r clockid=1(CLOCK_MONOTONIC) time=7", 227, 1, wide_time, 0, 0, 0, 0);
	CALL32("clock_settime", "res=$r clockid=1(CLOCK_MONOTONIC) time=7", 404, 1, wide_time, 0, 0, 0, 0);
	CALL32("clock_settime", "res=$r clockid=1(CLOCK_MONOTONIC) time=7", 264, 1, narrow_time, 0, 0, 0, 0);
	CALL("swapon", text("res=$r path=%s flags=1", none), 167, 87, none, 1, 0, 0, 0, 0);
	CALL("swapoff", text("res=$r path=%s", none), 168, 115, none, 0, 0, 0, 0, 0);
	CALL("reboot", "res=$r magic=1 magic2=2 cmd=2712847316(LINUX_REBOOT_CMD_RESTART2) arg=se", 169, 88, 1, 2, 0xa1b2c3d4, "se", 0, 0);
	CALL("quotactl", text("res=$r cmd=2147484672(Q_GETFMT) special=%s id=7", none), 179, 131, 0x80000400, none, 7, 0, 0, 0);
	CALL("quotactl_fd", text("res=$r fd=%d(<f>%s) cmd=2147484672(Q_GETFMT) id=7", fd, dir), 443, 443, fd, 0x80000400, 7, 0, 0, 0);
	CALL("acct", text("res=$r name=%s", none), 163, 51, none, 0, 0, 0, 0, 0);
	CALL("syslog", "res=$r type=10(SYSLOG_ACTION_SIZE_BUFFER) len=0", 103, 103, 10, 0, 0, 0, 0, 0);
	CALL("iopl", "res=$r level=0", 172, 110, 0, 0, 0, 0, 0, 0);
	CALL("ioperm", "res=$r from=128 num=1 turn_on=0", 173, 101, 128, 1, 0, 0, 0, 0);
	close(fd);
}
