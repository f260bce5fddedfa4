/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Performs the calls for real and looks at the records: what only C can reach easily (32-bit calls, deep paths, chroot,
 * races of exit). Every event type and field has its test in Java.
 */
#define _GNU_SOURCE
#include "check.h"

char dir[64];
char *low;
long *shared;

const char *in_dir(const char *name)
{
	static char paths[8][512];
	static int turn;
	char *path = paths[turn++ % 8];

	snprintf(path, sizeof(paths[0]), "%s/%s", dir, name);
	return path;
}

long call32(long nr, long a, long b, long c)
{
	long result;

	asm volatile("int $0x80" : "=a"(result) : "a"(nr), "b"(a), "c"(b), "d"(c) : "memory", "r8", "r9", "r10", "r11");
	return (int)result;
}

char *low_text(int at, const char *text)
{
	return strcpy(low + at, text);
}

void touch(const char *path)
{
	close(open(path, O_CREAT | O_WRONLY, 0600));
}

static void check_accounts(void)
{
	for (int type = 1; type < SE_TYPE_COUNT; type++) {
		struct se_counter c = counted(type);

		NUMBER(c.produced, c.submitted + c.filtered + c.lost[0] + c.lost[1] + c.lost[2] + c.lost[3]);
		NUMBER(c.lost[SE_LOST_ERROR], 0);
	}
	CHECK(counted(SE_PROCEXIT).filtered > 0);
}

int main(int argc, char **argv)
{
	if (argc != 2) {
		fprintf(stderr, "usage: %s OBJECT\n", argv[0]);
		return 2;
	}
	strcpy(dir, "/tmp/se-check-XXXXXX");
	if (!mkdtemp(dir))
		return 1;
	/* All mounts and files of the test vanish with this process's mount namespace. */
	if (unshare(CLONE_NEWNS) || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) || mount("tmpfs", dir, "tmpfs", 0, NULL)) {
		perror("mount namespace");
		return 1;
	}
	low = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
	shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	sensor_start(argv[1]);
	check_files(strstr(argv[1], "legacy"));
	check_processes();
	check_sockets();
	check_tree();
	check_rewritten();
	check_mapped(strstr(argv[1], "legacy"));
	check_accounts();
	sensor_stop();
	umount(dir);
	rmdir(dir);
	printf("%s: %d failures\n", argv[1], failures());
	return failures() != 0;
}
