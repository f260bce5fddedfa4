/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* A trick: one way to reach something that a sensor may not recognise. */
#ifndef TRICK_H
#define TRICK_H

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* What was done, as the program itself saw it: by device and inode of the descriptors that it got. */
struct deeds {
	int protected;
	int decoy;
	int unknown; /* a call that succeeded, of which the program itself cannot tell what it got */
};

extern struct deeds deeds;

/* Folder of the case, which holds the files `protected` and `decoy`; its absolute path. The program starts in it. */
extern const char *folder;

struct trick {
	const char *name;
	void (*run)(void);
};

extern const struct trick name_tricks[], mount_tricks[], race_tricks[], ring_tricks[], lineage_tricks[], rewrite_tricks[],
	code_tricks[], change_tricks[], send_tricks[];

/* Ends the case: what it needs is not there. `what` says what. */
_Noreturn void unavailable(const char *what);

/* Ends the case: it went wrong. */
_Noreturn void broken(const char *what);

/* Fails unless the value is not negative; returns it. */
long must(long value, const char *what);

/* The path of a file of the folder; up to eight are valid at a time. */
const char *in_folder(const char *name);

/* A descriptor of the file, to read from. */
int read_only(const char *path);

/* Notes what a descriptor refers to, reads it, and closes it; of a negative one nothing. Says whether it was the protected file. */
int took(int fd);

/* Notes what a file is, by its numbers. Says whether it is the protected file. */
int noted(const struct stat *file);

/* A mount namespace of its own, from which no mount spreads. */
void own_mounts(void);

/* In such a namespace, an overlay over the folder, at tmp/merged. */
void own_overlay(void);

/* A call by the 32-bit entry of the kernel; what it returns is 32 bits wide. */
long call32(long nr, long a, long b, long c);

/* What a thread beside sets when it is at work, and looks at to know whether to go on. */
extern volatile int going, begun;

/* Starts a thread and waits until it is at work. */
pthread_t beside(void *(*work)(void *), void *argument);

/* Ends it. */
void finished(pthread_t thread);

void write_file(const char *path, const char *content);

#endif
