/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Runs system calls in a child under the loaded programs and collects the child's records. */
#ifndef SE_HARNESS_H
#define SE_HARNESS_H

#include <linux/types.h>
#include <stdbool.h>
#include <stddef.h>

#include "event.h"

/* A record of the child that is being watched; its offsets are relative to itself. */
struct record {
	union {
		struct se_header h;
		struct se_exec exec;
		struct se_fork fork;
		struct se_exit exit;
		struct se_comm comm;
		struct se_chdir chdir;
		struct se_ptrace ptrace;
		struct se_net net;
		struct se_open open;
		struct se_fs fs;
		struct se_syscall syscall;
		char bytes[32 * 1024];
	};
};

/* Loads and attaches the object; exits where that fails. */
void sensor_start(const char *object);
void sensor_stop(void);

/* Reads names when calls begin, too, from now on. Says whether the kernel's own copies are read. */
bool names_start(void);
void names_stop(void);

/* Lets the programs believe that it is so many ns later than it is. */
void tell_time(long long later);

/* Runs `calls` in a child and collects the records of it and of its children. Returns the child's pid. */
int observe(void (*calls)(void));

/* The nth record of a type in the last observation, or one of zeros after a failure has been noted. */
const struct record *event(enum se_type type, int nth);
int event_count(enum se_type type);

/* Reads what iter/task writes and returns the record of a process. */
const struct record *running_task(int pid);

/* The sum over all cpus. */
struct se_counter counted(enum se_type type);

/* Root first, for people; and the part below the process's root. */
const char *path_text(const struct record *record, const struct se_path *path);
const char *root_text(const struct record *record, const struct se_path *path);
const char *span_text(const struct record *record, struct se_span span);

void check(bool held, const char *what, const char *file, int line);
void check_text(const char *actual, const char *expected, const char *what, const char *file, int line);
void check_number(long long actual, long long expected, const char *what, const char *file, int line);
int failures(void);

#define CHECK(held) check(held, #held, __FILE__, __LINE__)
#define TEXT(actual, expected) check_text(actual, expected, #actual, __FILE__, __LINE__)
#define NUMBER(actual, expected) check_number((long long)(actual), (long long)(expected), #actual, __FILE__, __LINE__)

#endif
