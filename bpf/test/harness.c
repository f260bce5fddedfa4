/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
#define _GNU_SOURCE
#include "harness.h"

#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define RECORDS 4096
#define FAMILY 64

static struct bpf_object *object;
static struct bpf_link *links[16];
static int link_count;
static struct ring_buffer *rings;
static struct record *records[RECORDS];
static int record_count;
static unsigned int family[FAMILY]; /* the child and its children */
static int family_size;
static int failed;

static void die(const char *what)
{
	fprintf(stderr, "%s: %s\n", what, strerror(errno));
	exit(1);
}

static bool in_family(unsigned int pid)
{
	for (int i = 0; i < family_size; i++)
		if (family[i] == pid)
			return true;
	return false;
}

static int collect(void *context, void *data, size_t size)
{
	const struct record *r = data;

	if (!in_family(r->h.pid) || record_count == RECORDS)
		return 0;
	if (r->h.type >= SE_FORK && r->h.type <= SE_CLONE3 && family_size < FAMILY)
		family[family_size++] = r->fork.child_pid;
	records[record_count] = calloc(1, sizeof(struct record));
	memcpy(records[record_count++], data, size);
	return 0;
}

/* Where a variable of the programs that is zero at first lies in their memory. */
static size_t place_of(const char *name)
{
	const struct btf *btf = bpf_object__btf(object);
	const struct btf_type *section = btf__type_by_id(btf, btf__find_by_name_kind(btf, ".bss", BTF_KIND_DATASEC));
	const struct btf_var_secinfo *each = btf_var_secinfos(section);

	for (int i = 0; i < btf_vlen(section); i++, each++)
		if (strcmp(btf__name_by_offset(btf, btf__type_by_id(btf, each->type)->name_off), name) == 0)
			return each->offset;
	die(name);
	return 0;
}

static bool takes_copies(const struct bpf_program *program)
{
	return bpf_program__expected_attach_type(program) == BPF_TRACE_FENTRY;
}

/* Of the programs that kernels may refuse either all or none. */
static bool load(const char *path, bool copies)
{
	struct bpf_program *program;
	size_t size;

	object = bpf_object__open_file(path, NULL);
	if (!object)
		die(path);
	bpf_object__for_each_program(program, object)
		if (takes_copies(program))
			bpf_program__set_autoload(program, copies);
	((char *)bpf_map__initial_value(bpf_object__find_map_by_name(object, ".bss"), &size))[place_of("se_tcp_round")] = 1;
	return !bpf_object__load(object);
}

static bool attach(const char *name)
{
	struct bpf_program *program = bpf_object__find_program_by_name(object, name);

	links[link_count] = program && bpf_program__autoload(program) ? bpf_program__attach(program) : NULL;
	return links[link_count] && ++link_count;
}

void sensor_start(const char *path)
{
	static const char *const hooks[] = { "se_sys_exit", "se_exec", "se_fork", "se_exit", "se_comm", "se_tcp" };

	if (!load(path, true)) {
		bpf_object__close(object);
		if (!load(path, false))
			die(path);
	}
	for (size_t i = 0; i < sizeof(hooks) / sizeof(hooks[0]); i++)
		if (!attach(hooks[i]))
			die(hooks[i]);
	tell_time(0);
	rings = ring_buffer__new(bpf_object__find_map_fd_by_name(object, "se_critical"), collect, NULL, NULL);
	if (!rings || ring_buffer__add(rings, bpf_object__find_map_fd_by_name(object, "se_bulk"), collect, NULL))
		die("ring buffers");
}

void sensor_stop(void)
{
	ring_buffer__free(rings);
	while (link_count > 0)
		bpf_link__destroy(links[--link_count]);
	bpf_object__close(object);
}

/* Writes to a variable of the loaded programs. */
static void set(const char *name, const void *value, size_t bytes)
{
	const struct bpf_map *map = bpf_object__find_map_by_name(object, ".bss");
	size_t size = bpf_map__value_size(map);
	char *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, bpf_map__fd(map), 0);

	if (memory == MAP_FAILED)
		die(".bss");
	memcpy(memory + place_of(name), value, bytes);
	munmap(memory, size);
}

static void at_entry(int round)
{
	char rounds[SE_TYPE_COUNT];

	memset(rounds, round, sizeof(rounds));
	set("se_at_entry", rounds, sizeof(rounds));
}

static long long now(clockid_t clock)
{
	struct timespec time;

	clock_gettime(clock, &time);
	return time.tv_sec * 1000000000ll + time.tv_nsec;
}

void tell_time(long long later)
{
	__u64 difference = now(CLOCK_REALTIME) - now(CLOCK_BOOTTIME) + later;

	set("se_time_of_day", &difference, sizeof(difference));
}

bool names_start(void)
{
	at_entry(1);
	if (!attach("se_sys_enter"))
		die("se_sys_enter");
	return attach("se_name_used") && attach("se_connect_used") && attach("se_bind_used") && attach("se_send_used");
}

void names_stop(void)
{
	at_entry(0);
}

int observe(void (*calls)(void))
{
	int gate[2], status, pid;
	char byte = 0;

	while (record_count > 0)
		free(records[--record_count]);
	if (pipe(gate))
		die("pipe");
	fflush(NULL);
	pid = fork();
	if (pid < 0)
		die("fork");
	if (pid == 0) {
		if (read(gate[0], &byte, 1) != 1)
			_exit(1);
		close(gate[0]);
		close(gate[1]);
		calls();
		_exit(0);
	}
	family[0] = pid;
	family_size = 1;
	if (write(gate[1], &byte, 1) != 1)
		die("pipe");
	while (waitpid(pid, &status, WNOHANG) == 0)
		ring_buffer__poll(rings, 10);
	while (ring_buffer__consume(rings) > 0)
		;
	close(gate[0]);
	close(gate[1]);
	return pid;
}

int event_count(enum se_type type)
{
	int n = 0;

	for (int i = 0; i < record_count; i++)
		n += records[i]->h.type == type;
	return n;
}

const struct record *event(enum se_type type, int nth)
{
	static const struct record none;

	for (int i = 0; i < record_count; i++)
		if (records[i]->h.type == type && nth-- == 0)
			return records[i];
	fprintf(stderr, "no record of type %d\n", type);
	failed++;
	return &none;
}

const struct record *running_task(int pid)
{
	static char buffer[4 << 20];
	static struct record found;
	struct bpf_link *link = bpf_program__attach_iter(bpf_object__find_program_by_name(object, "se_tasks"), NULL);
	int fd = link ? bpf_iter_create(bpf_link__fd(link)) : -1;
	size_t size = 0;
	ssize_t n;

	if (fd < 0)
		die("iter/task");
	/* Short reads on purpose: a record may be longer than what is asked for. */
	while ((n = read(fd, buffer + size, 1000)) > 0)
		size += n;
	close(fd);
	bpf_link__destroy(link);
	memset(&found, 0, sizeof(found));
	for (size_t at = 0; at < size;) {
		const struct record *r = (const void *)(buffer + at);

		if ((int)r->h.pid == pid)
			memcpy(&found, r, r->h.size);
		at += r->h.size;
	}
	return &found;
}

struct se_counter counted(enum se_type type)
{
	int cpus = libbpf_num_possible_cpus();
	struct se_counter *each = calloc(cpus, sizeof(*each)), sum = {};
	__u32 key = type;

	if (bpf_map_lookup_elem(bpf_object__find_map_fd_by_name(object, "se_counters"), &key, each))
		die("se_counters");
	for (int i = 0; i < cpus; i++) {
		sum.produced += each[i].produced;
		sum.submitted += each[i].submitted;
		sum.filtered += each[i].filtered;
		for (int reason = 0; reason < SE_LOSS_COUNT; reason++)
			sum.lost[reason] += each[i].lost[reason];
	}
	free(each);
	return sum;
}

static char *next_buffer(void)
{
	static char buffers[8][40000];
	static int turn;

	return buffers[turn++ % 8];
}

/* Components come leaf first. */
static const char *components(const char *names, int length, bool pseudo)
{
	char *out = next_buffer(), *to = out;
	int end = length;

	while (end > 0) {
		int begin = end - 1;

		while (begin > 0 && names[begin - 1])
			begin--;
		if (!pseudo)
			*to++ = '/';
		to = stpcpy(to, names + begin);
		end = begin;
	}
	if (length == 0)
		*to++ = '/';
	*to = 0;
	return out;
}

const char *path_text(const struct record *record, const struct se_path *path)
{
	if (!path->names.off)
		return "";
	return components(record->bytes + path->names.off, path->names.len, path->flags & SE_PATH_PSEUDO);
}

const char *root_text(const struct record *record, const struct se_path *path)
{
	if (path->root == SE_ROOT_NOT_MET)
		return "";
	return components(record->bytes + path->names.off, path->root, false);
}

const char *span_text(const struct record *record, struct se_span span)
{
	char *out = next_buffer();

	memcpy(out, record->bytes + span.off, span.len);
	out[span.len] = 0;
	return span.off ? out : "";
}

void check(bool held, const char *what, const char *file, int line)
{
	if (held)
		return;
	fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, what);
	failed++;
}

void check_text(const char *actual, const char *expected, const char *what, const char *file, int line)
{
	if (strcmp(actual, expected) == 0)
		return;
	fprintf(stderr, "%s:%d: %s is '%.200s', not '%.200s'\n", file, line, what, actual, expected);
	failed++;
}

void check_number(long long actual, long long expected, const char *what, const char *file, int line)
{
	if (actual == expected)
		return;
	fprintf(stderr, "%s:%d: %s is %lld (%#llx), not %lld (%#llx)\n", file, line, what, actual, actual, expected, expected);
	failed++;
}

int failures(void)
{
	return failed;
}
