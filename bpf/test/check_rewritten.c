/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Names that another thread rewrites during the call. */
#define _GNU_SOURCE
#include "check.h"
#include "rewriting.h"

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
	printf("names: %s\n", copies ? "the kernel's copies" : "at both ends of a call");
	names_stop();
	observe(rewritten_calls);
	NUMBER(event(SE_RENAME, 0)->fs.asked.other.off, 0);
}
