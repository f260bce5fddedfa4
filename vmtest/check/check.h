/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * A check performs system calls in a child process and requires what the records of that child say.
 *
 * A REQUIRE that does not hold ends the check with the place, the condition and the values. Results go to
 * standard output, one line each, in the format that vmtest/run reads:
 *   @ pass NAME | @ fail NAME: REASON | @ lack FEATURE: REASON | @ cost PROGRAM INSTRUCTIONS
 */
#ifndef SE_CHECK_H
#define SE_CHECK_H

#include <linux/types.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/types.h>

#include "event.h"

struct check {
	const char *name;
	void (*run)(void);
};

/* Where the checks make their cgroup; whether the object is the legacy one. */
extern const char *cgroup_folder;
extern bool legacy;

extern const struct check cgroup_checks[], exec_checks[], process_checks[], file_checks[], net_checks[], rewritten_checks[],
	compat_checks[], ring_checks[], ring_net_checks[], since_checks[], mapped_checks[];

/* The folder of the checks' own files, removed with all that is in it; empty at the start of each check, and the current one. */
#define FOLDER "/tmp/se-vmtest-check"

__attribute__((noreturn, format(printf, 1, 2))) void fail(const char *format, ...);

#define REQUIRE(condition) \
	do { \
		if (!(condition)) \
			fail("%s:%d: %s", __FILE__, __LINE__, #condition); \
	} while (0)

#define REQUIRE_EQ(actual, expected) \
	do { \
		long long a_ = (long long)(actual), e_ = (long long)(expected); \
		if (a_ != e_) \
			fail("%s:%d: %s is %lld (%#llx), expected %s = %lld (%#llx)", __FILE__, __LINE__, #actual, \
			     a_, a_, #expected, e_, e_); \
	} while (0)

#define REQUIRE_TEXT(actual, expected) \
	do { \
		const char *a_ = (actual), *e_ = (expected); \
		if (strcmp(a_, e_)) \
			fail("%s:%d: %s is \"%s\", expected \"%s\"", __FILE__, __LINE__, #actual, a_, e_); \
	} while (0)

/* A system call that the check relies on: its value, or the end of the check with errno. */
#define DO(call) \
	({ \
		long r_ = (long)(call); \
		if (r_ == -1) \
			fail("%s:%d: %s: %s", __FILE__, __LINE__, #call, strerror(errno)); \
		r_; \
	})

/* What x86-64 has, or else its newer form: arm64 has that alone, and its libc makes it. */
#ifdef __x86_64__
#define OLDER(older, newer) (older)
#else
#define OLDER(older, newer) (newer)
#endif

/* Runs the body in a child and waits; evaluates to the child's pid. The body leaves with _exit or falls through. */
pid_t in_child(void (*body)(void), int *status);
/* The same for a body that lasts: its pid at once, and its wait. */
pid_t start_child(void (*body)(void));
int wait_child(pid_t pid);

/*
 * The first record of that type from that process (0: this one) since the check began, after the one given (NULL:
 * from the start). Waits up to three seconds, then the check fails.
 */
const void *record_after(const void *previous, enum se_type type, pid_t pid);
#define record(type, pid) record_after(NULL, type, pid)
/* How many records of that type from that process there are once everything produced has been delivered. */
int count_records(enum se_type type, pid_t pid);

/* Reads the task iterator, whose records are then found as the others are. */
void list_tasks(void);

/* Text of a span, of a path from the namespace's root or the process's root. Valid until the sixteenth next call. */
const char *span_text(const void *record, struct se_span span);
const char *path_text(const void *record, const struct se_path *path);
const char *path_in_root(const void *record, const struct se_path *path);

/* Requires that the record's inode is the one the name or descriptor refers to now. */
void require_inode(const struct se_inode *inode, const char *name);

/* Makes a program in the folder; becomes it: exec.c. */
void install_program(void);
void run_program(void);

/* Whether the running kernel is at least this version. */
bool kernel_at_least(int major, int minor);

/*
 * Loading, attaching, reading: sensor.c. controller: the one of cgroup v1 that names workloads, NULL for v2. False and a
 * reason on standard output when the object does not load.
 */
bool sensor_start(const char *object_file, const char *controller);
void sensor_drain(void (*take)(const void *data, size_t size));
bool sensor_counters(enum se_type type, struct se_counter *sum);
/* Delivers one SE_TASK record for each running process; 0 or a negative errno. */
int sensor_list_tasks(void (*take)(const void *data, size_t size));
void sensor_stop(void);

#endif
