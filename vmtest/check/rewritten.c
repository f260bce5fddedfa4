/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* A name, and an address, that change while the kernel works: of calls that wait. */
#define _GNU_SOURCE
#include "check.h"
#include "rewriting.h"

static long wait_for_reader(const char *name)
{
	return syscall(SYS_creat, name, 0600);
}

static void creat_and_rewrite(void)
{
	_exit(call_and_rewrite(wait_for_reader) != -1);
}

static void connect_to_full_and_rewrite(void)
{
	_exit(full_listener() < 0 || connect_and_rewrite() != -1);
}

static void address_rewritten(void)
{
	pid_t pid = in_child(connect_to_full_and_rewrite, NULL);
	const struct se_net *r = record(SE_CONNECT, pid);

	while (r->h.result != -512) /* ERESTARTSYS; before it are those that fill the queue */
		r = record_after(r, SE_CONNECT, pid);
	REQUIRE(r->h.flags & SE_NAME_COPIED);
	REQUIRE(r->h.flags & SE_MEMORY_SHARED);
	REQUIRE_EQ(r->socket.provenance, SE_FROM_KERNEL_COPY);
	REQUIRE_TEXT(span_text(r, r->socket.rpath), "a");
	REQUIRE_TEXT((const char *)r + r->begun.off + 2, "a");
	REQUIRE_TEXT((const char *)r + r->ended.off + 2, "b");
}

/* The programs at the entry of functions leave no doubt about what the kernel used. */
static void name_rewritten(void)
{
	const struct se_open *r = record(SE_CREAT, in_child(creat_and_rewrite, NULL));

	REQUIRE(r->h.result < 0);
	REQUIRE(r->h.flags & SE_NAME_COPIED);
	REQUIRE(r->h.flags & SE_MEMORY_SHARED);
	REQUIRE_TEXT(span_text(r, r->asked.text), "a");
	REQUIRE_TEXT(span_text(r, r->asked.other), "b");
	REQUIRE_TEXT(path_text(r, &r->asked.base), FOLDER);
}

const struct check rewritten_checks[] = {
	{"a name that is rewritten during the call", name_rewritten},
	{"an address that is rewritten during the call", address_rewritten},
	{}
};
