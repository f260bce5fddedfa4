/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Names and addresses that another thread rewrites during the call. */
#define _GNU_SOURCE
#include "check.h"
#include "rewriting.h"

#include <netinet/in.h>

#define RESTART 512 /* the kernel's own ERESTARTSYS */
#define MANY 600    /* more calls than there is room for (SE_ENTRY_CALLS) */

static const struct sockaddr_in there = { .sin_family = AF_INET, .sin_port = 0x0900, .sin_addr = { 0x0100007f } };

static long wait_for_reader(const char *name)
{
	return openat(AT_FDCWD, name, O_RDONLY);
}

/* A name that is rewritten while the call waits for the other end of a pipe, and two that are not. */
static void rewritten_calls(void)
{
	chdir(dir);
	touch("still");
	rename("still", in_dir("there"));
	call_and_rewrite(wait_for_reader);
	unlink("a");
}

/* Processes that are given an address in a call that is no event, and then a call of another that is one. */
static void calls_of_many(void)
{
	static pid_t pids[MANY];
	int datagrams = socket(AF_UNIX, SOCK_DGRAM, 0);

	chdir(dir);
	shared[0] = 0;
	for (int i = 0; i < MANY; i++) {
		pids[i] = fork();
		if (!pids[i]) {
			sendto(datagrams, "", 1, 0, (void *)&there, sizeof(there));
			__atomic_add_fetch(&shared[0], 1, __ATOMIC_RELAXED);
			pause();
		}
	}
	while (__atomic_load_n(&shared[0], __ATOMIC_RELAXED) < MANY)
		usleep(10000);
	touch("still");
	rename("still", in_dir("there"));
	for (int i = 0; i < MANY; i++) {
		kill(pids[i], SIGKILL);
		waitpid(pids[i], NULL, 0);
	}
}

static const struct record *open_of(const char *one, const char *other)
{
	for (int i = 0; i < event_count(SE_OPENAT); i++) {
		const struct record *r = event(SE_OPENAT, i);
		const char *text = span_text(r, r->open.asked.text);

		if (!strcmp(text, one) || !strcmp(text, other))
			return r;
	}
	CHECK(!"an open of the pipe");
	return event(SE_OPENAT, 0);
}

/* An address that is rewritten while the call waits for room in a queue, and some that are not. */
static void rewritten_addresses(void)
{
	unsigned int *arguments = (unsigned int *)(low + 256);
	struct msghdr message = { .msg_name = (void *)&there, .msg_namelen = sizeof(there) };
	int datagrams = socket(AF_INET, SOCK_DGRAM, 0);

	chdir(dir);
	full_listener();
	connect_and_rewrite();
	bind(datagrams, (void *)&there, sizeof(there));
	bind(socket(AF_INET, SOCK_DGRAM, 0), (void *)&there, sizeof(there));
	sendto(datagrams, "", 1, 0, (void *)&there, sizeof(there));
	sendmsg(datagrams, &message, 0);
	memcpy(low, &there, sizeof(there));
	arguments[0] = datagrams;
	arguments[1] = (unsigned int)(long)low;
	arguments[2] = sizeof(there);
	call32(102, 3, (long)arguments, 0);
	unlink("a");
}

static void check_both_ends(const struct record *r, long long result, bool copies)
{
	NUMBER(r->h.result, result);
	NUMBER(r->h.flags & SE_NAME_COPIED, copies ? SE_NAME_COPIED : 0);
	NUMBER(r->net.begun.len, sizeof(there));
	CHECK(!memcmp(r->bytes + r->net.begun.off, &there, sizeof(there)));
	NUMBER(r->net.ended.len, sizeof(there));
	CHECK(!memcmp(r->bytes + r->net.ended.off, &there, sizeof(there)));
}

static void check_addresses(bool copies)
{
	const struct record *r;

	observe(rewritten_addresses);
	r = event(SE_CONNECT, event_count(SE_CONNECT) - 2);
	NUMBER(r->h.result, -RESTART);
	NUMBER(r->h.flags & (SE_NAME_COPIED | SE_MEMORY_SHARED), copies ? SE_NAME_COPIED | SE_MEMORY_SHARED : SE_MEMORY_SHARED);
	NUMBER(r->net.socket.provenance, copies ? SE_FROM_KERNEL_COPY : SE_FROM_USER_MEMORY);
	TEXT(span_text(r, r->net.socket.rpath), copies ? "a" : "b");
	NUMBER(r->net.begun.len, sizeof(struct sockaddr_un));
	TEXT(r->bytes + r->net.begun.off + 2, "a");
	TEXT(r->bytes + r->net.ended.off + 2, "b");
	r = event(SE_CONNECT, event_count(SE_CONNECT) - 1);
	NUMBER(r->h.flags & SE_COMPAT, SE_COMPAT);
	check_both_ends(r, 0, copies);
	NUMBER(r->net.socket.provenance, SE_FROM_KERNEL_OBJECT);
	check_both_ends(event(SE_BIND, 1), 0, copies);
	r = event(SE_BIND, 2);
	check_both_ends(r, -EADDRINUSE, copies);
	NUMBER(r->net.socket.provenance, copies ? SE_FROM_KERNEL_COPY : SE_FROM_USER_MEMORY);
	NUMBER(r->net.socket.lport, 9);
	check_both_ends(event(SE_SENDTO, 0), 1, copies);
	check_both_ends(event(SE_SENDMSG, 0), 0, copies);
}

void check_rewritten(void)
{
	bool copies = names_start();
	const struct record *r;

	observe(rewritten_calls);
	r = open_of("a", "b");
	CHECK(r->h.result < 0);
	NUMBER(r->h.flags & (SE_NAME_COPIED | SE_MEMORY_SHARED), copies ? SE_NAME_COPIED | SE_MEMORY_SHARED : SE_MEMORY_SHARED);
	TEXT(span_text(r, r->open.asked.text), copies ? "a" : "b");
	TEXT(span_text(r, r->open.asked.other), copies ? "b" : "a");
	TEXT(path_text(r, &r->open.asked.base), dir);
	r = event(SE_RENAME, 0);
	NUMBER(r->h.flags, copies ? SE_NAME_COPIED : 0);
	TEXT(span_text(r, r->fs.asked.text), "still");
	TEXT(span_text(r, r->fs.asked.other), "still");
	TEXT(span_text(r, r->fs.target.text), in_dir("there"));
	TEXT(span_text(r, r->fs.target.other), in_dir("there"));
	check_addresses(copies);
	observe(calls_of_many);
	r = event(SE_RENAME, 0);
	TEXT(span_text(r, r->fs.asked.other), "still");
	printf("names: %s\n", copies ? "the kernel's copies" : "at both ends of a call");
	names_stop();
	observe(rewritten_calls);
	NUMBER(event(SE_RENAME, 0)->fs.asked.other.off, 0);
	observe(rewritten_addresses);
	NUMBER(event(SE_SENDTO, 0)->net.begun.off, 0);
}
