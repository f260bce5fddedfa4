/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* A name that changes while the kernel works: x86-64's creat, which waits, and has no records of others' beside its own. */
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
	{}
};
