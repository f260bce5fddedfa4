/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * check OBJECT-FILE                       runs every check against one of the two objects
 * check OBJECT-FILE CONTROLLER FOLDER     those of workloads named by the v1 controller that is mounted on the folder
 */
#define _GNU_SOURCE
#include "check.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

const char *cgroup_folder = "/sys/fs/cgroup";
bool legacy;

static jmp_buf end_of_check;
static char reason[2000];
static pid_t checker;

/* The records since the check began, each at a multiple of eight. */
static char store[32 << 20] __attribute__((aligned(8)));
static size_t stored;
static bool overflow;
static unsigned long long delivered[SE_TYPE_COUNT];

void fail(const char *format, ...)
{
	va_list args;

	if (getpid() != checker) { /* in a child: the parent sees the status */
		va_start(args, format);
		vfprintf(stderr, format, args);
		va_end(args);
		fputc('\n', stderr);
		_exit(99);
	}
	va_start(args, format);
	vsnprintf(reason, sizeof(reason), format, args);
	va_end(args);
	longjmp(end_of_check, 1);
}

static size_t next_slot(size_t at)
{
	const struct se_header *h = (const void *)(store + at);

	return at + ((h->size + 7) & ~7UL);
}

static void take(const void *data, size_t size)
{
	const struct se_header *h = data;

	if (size < sizeof(*h) || h->size < sizeof(*h) || h->size > size || h->type == 0 || h->type >= SE_TYPE_COUNT) {
		printf("@ fail a record is well formed: %zu bytes, size %u, type %u\n", size,
		       size < 4 ? 0 : h->size, size < 6 ? 0 : h->type);
		return;
	}
	delivered[h->type] += h->type != SE_TASK; /* listed on demand, not an event */
	if (stored + size + 8 > sizeof(store)) {
		overflow = true;
		return;
	}
	memcpy(store + stored, data, h->size);
	stored = next_slot(stored);
}

static void drain(void)
{
	sensor_drain(take);
}

void list_tasks(void)
{
	int error = sensor_list_tasks(take);

	if (error)
		fail("the task iterator: %s", strerror(-error));
}

const void *record_after(const void *previous, enum se_type type, pid_t pid)
{
	if (pid == 0)
		pid = getpid();
	size_t at = previous ? next_slot((const char *)previous - store) : 0;

	for (int tries = 0; tries < 300; tries++) {
		drain();
		for (; at < stored; at = next_slot(at)) {
			const struct se_header *h = (const void *)(store + at);

			if (h->type == type && h->pid == (__u32)pid)
				return h;
		}
		usleep(10000);
	}
	fail("no record of type %d from process %d in 3 s%s", type, pid, overflow ? " (the store is full)" : "");
}

/* Delivers what has been produced: the counters are read until they agree with what was taken. */
static bool settle(enum se_type type, struct se_counter *sum)
{
	for (int tries = 0; tries < 300; tries++) {
		drain();
		if (!sensor_counters(type, sum))
			return false;
		if (sum->submitted == delivered[type])
			return true;
		usleep(10000);
	}
	return true;
}

int count_records(enum se_type type, pid_t pid)
{
	struct se_counter sum;
	int count = 0;

	settle(type, &sum);
	for (size_t at = 0; at < stored; at = next_slot(at)) {
		const struct se_header *h = (const void *)(store + at);

		count += h->type == type && h->pid == (__u32)pid;
	}
	return count;
}

static char *text_buffer(void)
{
	static char buffers[16][8192];
	static int turn;

	return buffers[turn++ % 16];
}

const char *span_text(const void *rec, struct se_span span)
{
	const struct se_header *h = rec;
	char *text = text_buffer();

	if (span.off == 0)
		return "(absent)";
	if (span.off + span.len > h->size || span.len >= 8192)
		fail("a span of %u bytes at %u leaves its record of %u bytes", span.len, span.off, h->size);
	memcpy(text, (const char *)rec + span.off, span.len);
	text[span.len] = 0;
	return text;
}

static const char *join(const char *names, size_t length)
{
	char *text = text_buffer(), *end = text + 8191;

	*end = 0;
	for (size_t at = 0; at < length;) { /* leaf first: fill from the back */
		size_t component = strnlen(names + at, length - at);

		end -= component;
		memcpy(end, names + at, component);
		*--end = '/';
		at += component + 1;
	}
	if (!*end)
		*--end = '/';
	return end;
}

const char *path_text(const void *rec, const struct se_path *path)
{
	const struct se_header *h = rec;

	if (path->names.off == 0)
		return "(absent)";
	if (path->names.off + path->names.len > h->size)
		fail("a path of %u bytes at %u leaves its record of %u bytes", path->names.len, path->names.off, h->size);
	return join((const char *)rec + path->names.off, path->names.len);
}

const char *path_in_root(const void *rec, const struct se_path *path)
{
	if (path->root == SE_ROOT_NOT_MET)
		return "(outside the root)";
	if (path->root > path->names.len)
		fail("root %u of a path of %u bytes", path->root, path->names.len);
	return join((const char *)rec + path->names.off, path->root);
}

void require_inode(const struct se_inode *inode, const char *name)
{
	struct stat s;

	DO(stat(name, &s));
	REQUIRE_EQ(inode->ino, s.st_ino);
	REQUIRE_EQ(inode->dev, major(s.st_dev) << 20 | minor(s.st_dev));
	REQUIRE_EQ(inode->mode, s.st_mode);
	REQUIRE_EQ(inode->uid, s.st_uid);
	REQUIRE_EQ(inode->gid, s.st_gid);
	REQUIRE_EQ(inode->nlink, s.st_nlink);
}

bool kernel_at_least(int want_major, int want_minor)
{
	struct utsname u;
	int have_major = 0, have_minor = 0;

	uname(&u);
	sscanf(u.release, "%d.%d", &have_major, &have_minor);
	return have_major > want_major || (have_major == want_major && have_minor >= want_minor);
}

pid_t start_child(void (*body)(void))
{
	fflush(stdout);
	pid_t pid = fork();

	if (pid == 0) {
		body();
		_exit(0);
	}
	if (pid < 0)
		fail("fork: %s", strerror(errno));
	return pid;
}

int wait_child(pid_t pid)
{
	int status = -1;

	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 99)
		fail("the child gave up, see its message");
	return status;
}

pid_t in_child(void (*body)(void), int *status)
{
	pid_t pid = start_child(body);
	int ended = wait_child(pid);

	if (status)
		*status = ended;
	return pid;
}

static int remove_entry(const char *path, const struct stat *s, int type, struct FTW *ftw)
{
	(void)s, (void)type, (void)ftw;
	return remove(path);
}

static bool run(const struct check *check)
{
	chdir("/");
	nftw(FOLDER, remove_entry, 16, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
	if (mkdir(FOLDER, 0755) || chdir(FOLDER)) {
		printf("@ fail %s: %s: %s\n", check->name, FOLDER, strerror(errno));
		return false;
	}
	umask(022);
	drain();
	stored = 0;
	overflow = false;
	if (setjmp(end_of_check)) {
		printf("@ fail %s: %s\n", check->name, reason);
		return false;
	}
	check->run();
	printf("@ pass %s\n", check->name);
	return true;
}

/* At rest every event that was produced was delivered, filtered or counted as lost. Returns the losses. */
static unsigned long long lost_of(enum se_type type)
{
	struct se_counter sum;
	unsigned long long lost = 0;

	REQUIRE(settle(type, &sum));
	for (int i = 0; i < SE_LOSS_COUNT; i++)
		lost += sum.lost[i];
	if (sum.submitted != delivered[type] || sum.produced != sum.submitted + sum.filtered + lost)
		fail("type %d: produced %llu, submitted %llu, filtered %llu, lost %llu; delivered %llu", type, sum.produced,
		     sum.submitted, sum.filtered, lost, delivered[type]);
	return lost;
}

static void nothing_is_lost(void)
{
	for (int type = 1; type < SE_TYPE_COUNT; type++)
		REQUIRE_EQ(lost_of(type), 0);
}

#define BURST 20000

static void open_often(void)
{
	for (int i = 0; i < BURST; i++)
		open("/no/such/file", O_RDONLY);
}

/* More opens than the bulk lane holds, while nothing reads it: each is delivered or counted, and no other kind suffers. */
static void loss_is_counted(void)
{
	unsigned long long before = delivered[SE_OPENAT] + lost_of(SE_OPENAT);
	pid_t pid = in_child(open_often, NULL);

	record(SE_PROCEXIT, pid);
	unsigned long long lost = lost_of(SE_OPENAT);

	REQUIRE(lost > 0);
	REQUIRE_EQ(delivered[SE_OPENAT] + lost - before, BURST);
	REQUIRE_EQ(lost_of(SE_PROCEXIT), 0);
	REQUIRE_EQ(lost_of(SE_CLONE), 0);
}

int main(int argc, char **argv)
{
	static const struct check accounting[] = {
		{"every produced event was delivered", nothing_is_lost},
		{"a full lane: loss is counted to the event", loss_is_counted},
		{}
	};
	/* For arm64 there are neither 32-bit calls, which other compilers make, nor the call in which a name is rewritten. */
	static const struct check none[] __attribute__((unused)) = {{}};
	const struct check *all[] = {exec_checks, process_checks, file_checks, OLDER(rewritten_checks, none), net_checks,
				     OLDER(compat_checks, none), ring_checks, ring_net_checks, since_checks, mapped_checks, accounting,
				     NULL};
	const struct check *v1[] = {cgroup_checks, NULL};
	int failed = 0;

	if (argc != 2 && argc != 4) {
		fprintf(stderr, "usage: %s OBJECT-FILE [CONTROLLER FOLDER]\n", argv[0]);
		return 2;
	}
	checker = getpid();
	legacy = strstr(argv[1], "legacy");
	if (argc == 4)
		cgroup_folder = argv[3];
	setvbuf(stdout, NULL, _IOLBF, 0);
	signal(SIGPIPE, SIG_IGN);
	if (!sensor_start(argv[1], argc == 4 ? argv[2] : NULL))
		return 1;
	for (const struct check **group = argc == 4 ? v1 : all; *group; group++)
		for (const struct check *check = *group; check->name; check++)
			failed += !run(check);
	sensor_stop();
	return failed != 0;
}
