/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Performs calls and writes, a line each, what an observer has to tell of them:
 *
 *   pid TAB type TAB via TAB evt.args TAB field=value TAB ...
 *
 * In what is expected, $r stands for the call's result, with the name of an error.
 */
#ifndef CALLS_H
#define CALLS_H

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define NONE (-1) /* the number of a call that there is not */
#define NUMBER(argument) ((long)(argument))

extern char dir[]; /* of the test's own, a mount of its own */

/* A text in memory that 32-bit calls can reach. */
char *text(const char *format, ...) __attribute__((format(printf, 1, 2)));
char *in_dir(const char *name);

long call64(long nr, const long a[6]);
long call32(long nr, const long a[6]);

/* What is expected of the next calls; `fields` may be empty. */
void expect(const char *type, const char *arguments, const char *fields);

/* Both ways in, 64-bit first; returns the last result. */
long both(long nr64, long nr32, long a, long b, long c, long d, long e, long f);
long only64(long nr, long a, long b, long c, long d, long e, long f);
long only32(long nr, long a, long b, long c, long d, long e, long f);

/* Runs a function in a child for each way in: bit 0 for 64-bit calls, bit 1 for 32-bit ones. */
void in_children(void (*function)(int ways));
long by(int ways, long nr64, long nr32, long a, long b, long c, long d, long e, long f);

#define CALL(type, arguments, nr64, nr32, a, b, c, d, e, f)                                                                \
	(expect(type, arguments, ""),                                                                                      \
	 both(nr64, nr32, NUMBER(a), NUMBER(b), NUMBER(c), NUMBER(d), NUMBER(e), NUMBER(f)))
#define CALL64(type, arguments, nr, a, b, c, d, e, f)                                                                      \
	(expect(type, arguments, ""),                                                                                      \
	 only64(nr, NUMBER(a), NUMBER(b), NUMBER(c), NUMBER(d), NUMBER(e), NUMBER(f)))
#define CALL32(type, arguments, nr, a, b, c, d, e, f)                                                                      \
	(expect(type, arguments, ""),                                                                                      \
	 only32(nr, NUMBER(a), NUMBER(b), NUMBER(c), NUMBER(d), NUMBER(e), NUMBER(f)))
#define BY(ways, type, arguments, fields, nr64, nr32, a, b, c, d, e, f)                                                    \
	(expect(type, arguments, fields),                                                                                  \
	 by(ways, nr64, nr32, NUMBER(a), NUMBER(b), NUMBER(c), NUMBER(d), NUMBER(e), NUMBER(f)))

void file_calls(void);
void socket_calls(void);
void process_calls(void);
void machine_calls(void);

#endif
