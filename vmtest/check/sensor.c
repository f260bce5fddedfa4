/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Loads one of the two objects with libbpf as the agent does, and reads its ring buffers and counters. */
#include "check.h"

#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#define LINKS 32
#define LOG_SIZE (1 << 20)

static struct bpf_object *object;
static struct bpf_link *links[LINKS];
static int link_count;
static struct bpf_link *tasks;
static struct ring_buffer *rings;
static void (*receiver)(const void *data, size_t size);

/* Each program's verifier log, which ends with its cost. 5.10 tells it in no other way. */
static char *logs[LINKS];

static int take_record(void *context, void *data, size_t size)
{
	(void)context;
	receiver(data, size);
	return 0;
}

/* Fields that this kernel does not have: most are guarded; one that is not is why a program is refused. */
static char absent[65536];

static int print_warnings(enum libbpf_print_level level, const char *format, va_list args)
{
	if (level == LIBBPF_WARN)
		return vfprintf(stderr, format, args);
	static char field[512];
	size_t used = strlen(absent);

	if (strstr(format, "relo #%d: %s candidate")) /* the field, told before what becomes of it */
		vsnprintf(field, sizeof(field), format, args);
	else if (strstr(format, "no matching targets"))
		snprintf(absent + used, sizeof(absent) - used, "%s", field);
	return 0;
}

/* The line of the log that says why, with the ones before it: the rest is the verifier's walk. */
static void print_tail(const char *log)
{
	const char *from = log + strlen(log);

	for (int lines = 0; from > log && lines < 40; from--)
		lines += *from == '\n';
	fputs(from, stderr);
}

static unsigned int id_of_program(const struct bpf_program *program)
{
	struct bpf_prog_info info = {};
	__u32 size = sizeof(info);

	return bpf_obj_get_info_by_fd(bpf_program__fd(program), &info, &size) ? 0 : info.id;
}

/* Programs in the array are reached by a tail call; the others are attached. */
static bool is_family(const struct bpf_program *program)
{
	int families = bpf_object__find_map_fd_by_name(object, "se_families");
	__u32 id;

	for (__u32 i = 0; i < 32; i++)
		if (!bpf_map_lookup_elem(families, &i, &id) && id == id_of_program(program))
			return true;
	return false;
}

static bool attach(void)
{
	struct bpf_program *program;
	bool ring_attached = false;

	bpf_object__for_each_program(program, object) {
		const char *name = bpf_program__name(program);

		if (is_family(program) || (ring_attached && !strcmp(name, "se_ring_sqe")))
			continue;
		struct bpf_link *link = bpf_program__attach(program);

		/* io_uring_submit_sqe became io_uring_submit_req. */
		if (!link && errno == ENOENT && !strcmp(name, "se_ring_req"))
			continue;
		/* arm64's kernels took programs at the entry of functions before they could attach them (6.4): ENOTSUPP. */
		if (!link && errno == 524 && bpf_program__expected_attach_type(program) == BPF_TRACE_FENTRY) {
			printf("@ lack %s: this kernel can't attach it\n", name);
			continue;
		}
		ring_attached |= !strcmp(name, "se_ring_req");
		if (!link) {
			printf("@ fail attach %s: %s\n", name, strerror(errno));
			return false;
		}
		if (bpf_program__expected_attach_type(program) == BPF_TRACE_ITER)
			tasks = link;
		else
			links[link_count++] = link;
	}
	return true;
}

static void print_costs(void)
{
	struct bpf_program *program;
	int i = 0;

	bpf_object__for_each_program(program, object) {
		const char *processed = strstr(logs[i++], "processed ");

		printf("@ cost %s %d\n", bpf_program__name(program), processed ? atoi(processed + 10) : -1);
	}
}

/* A variable of the object, which libbpf has as an array at the place that BTF tells. */
static char *variable(const char *in, const char *name)
{
	struct bpf_map *map = bpf_object__find_map_by_name(object, in);
	const struct btf *btf = bpf_object__btf(object);
	const struct btf_type *section = btf__type_by_id(btf, btf__find_by_name_kind(btf, in, BTF_KIND_DATASEC));
	size_t size;
	char *data = map ? (char *)bpf_map__initial_value(map, &size) : NULL;

	if (!data || !section)
		return NULL;
	for (int i = 0; i < btf_vlen(section); i++) {
		const struct btf_var_secinfo *place = btf_var_secinfos(section) + i;
		const struct btf_type *type = btf__type_by_id(btf, place->type);

		if (!strcmp(btf__name_by_offset(btf, type->name_off), name) && place->offset + place->size <= size)
			return data + place->offset;
	}
	return NULL;
}

static bool set_variable(const char *in, const char *name, __s32 value)
{
	char *data = variable(in, name);

	if (data)
		memcpy(data, &value, sizeof(value));
	return data;
}

/* The number of a cgroup controller in this kernel's configuration: enum cgroup_subsys_id. */
static int controller_number(const char *controller)
{
	struct btf *btf = btf__load_vmlinux_btf();
	const struct btf_type *ids = btf__type_by_id(btf, btf__find_by_name_kind(btf, "cgroup_subsys_id", BTF_KIND_ENUM));
	char wanted[64];
	int number = -1;

	snprintf(wanted, sizeof(wanted), "%s_cgrp_id", controller);
	for (int i = 0; ids && i < btf_vlen(ids); i++)
		if (!strcmp(btf__name_by_offset(btf, btf_enum(ids)[i].name_off), wanted))
			number = btf_enum(ids)[i].val;
	btf__free(btf);
	return number;
}

static __u64 now(clockid_t clock)
{
	struct timespec time;

	clock_gettime(clock, &time);
	return time.tv_sec * 1000000000ull + time.tv_nsec;
}

bool sensor_start(const char *object_file, const char *controller)
{
	struct rlimit unlimited = {RLIM_INFINITY, RLIM_INFINITY};
	struct bpf_program *program;
	int count = 0;

	setrlimit(RLIMIT_MEMLOCK, &unlimited);
	libbpf_set_print(print_warnings);
	object = bpf_object__open_file(object_file, NULL);
	if (!object) {
		printf("@ fail open %s: %s\n", object_file, strerror(errno));
		return false;
	}
	if (!set_variable(".bss", "se_tcp_round", 1)) {
		printf("@ fail set se_tcp_round\n");
		return false;
	}
	char *at_entry = variable(".bss", "se_at_entry"), *time_of_day = variable(".bss", "se_time_of_day");
	if (!at_entry || !time_of_day) {
		printf("@ fail find se_at_entry, se_time_of_day\n");
		return false;
	}
	__u64 difference = now(CLOCK_REALTIME) - now(CLOCK_BOOTTIME);
	memcpy(time_of_day, &difference, sizeof(difference));
	at_entry[SE_CREAT] = at_entry[SE_CONNECT] = 1;
	if (controller && !set_variable(".rodata", "se_cgroup_v1_subsys", controller_number(controller))) {
		printf("@ fail set se_cgroup_v1_subsys for %s\n", controller);
		return false;
	}
	bpf_object__for_each_program(program, object) {
		if (count == LINKS)
			return false;
		logs[count] = calloc(1, LOG_SIZE);
		bpf_program__set_log_buf(program, logs[count++], LOG_SIZE);
		bpf_program__set_log_level(program, 4); /* BPF_LOG_STATS */
	}
	if (bpf_object__load(object)) {
		printf("@ fail load: %s\n", strerror(errno));
		for (int i = 0; i < count; i++)
			print_tail(logs[i]);
		fputs(absent, stderr);
		return false;
	}
	if (!controller)
		print_costs();
	rings = ring_buffer__new(bpf_object__find_map_fd_by_name(object, "se_critical"), take_record, NULL, NULL);
	if (!rings || ring_buffer__add(rings, bpf_object__find_map_fd_by_name(object, "se_bulk"), take_record, NULL)) {
		printf("@ fail map the ring buffers: %s\n", strerror(errno));
		return false;
	}
	if (!attach())
		return false;
	printf("@ pass load and attach %d programs, %d of them by tail call\n", count,
	       count - link_count - (tasks != NULL));
	return true;
}

void sensor_drain(void (*take)(const void *data, size_t size))
{
	receiver = take;
	ring_buffer__consume(rings);
}

bool sensor_counters(enum se_type type, struct se_counter *sum)
{
	int cpus = libbpf_num_possible_cpus(), map = bpf_object__find_map_fd_by_name(object, "se_counters");
	struct se_counter each[cpus];
	__u32 key = type;

	memset(sum, 0, sizeof(*sum));
	if (bpf_map_lookup_elem(map, &key, each))
		return false;
	for (int cpu = 0; cpu < cpus; cpu++) {
		sum->produced += each[cpu].produced;
		sum->submitted += each[cpu].submitted;
		sum->filtered += each[cpu].filtered;
		for (int i = 0; i < SE_LOSS_COUNT; i++)
			sum->lost[i] += each[cpu].lost[i];
	}
	return true;
}

int sensor_list_tasks(void (*take)(const void *data, size_t size))
{
	static char buffer[4 << 20] __attribute__((aligned(8)));
	size_t filled = 0;
	ssize_t n;
	int fd = tasks ? bpf_iter_create(bpf_link__fd(tasks)) : -ENOENT;

	if (fd < 0)
		return fd;
	while ((n = read(fd, buffer + filled, sizeof(buffer) - filled)) > 0)
		filled += n;
	close(fd);
	if (n < 0)
		return -errno;
	for (size_t at = 0; at < filled;) {
		struct se_header h;

		memcpy(&h, buffer + at, sizeof(h));
		if (h.size < sizeof(h) || h.size > filled - at)
			return -EBADMSG;
		take(buffer + at, h.size);
		at += h.size;
	}
	return 0;
}

void sensor_stop(void)
{
	for (int i = 0; i < link_count; i++)
		bpf_link__destroy(links[i]);
	bpf_link__destroy(tasks);
	ring_buffer__free(rings);
	bpf_object__close(object);
}
