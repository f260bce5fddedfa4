/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Since which kernel there are the calls that are newer than the oldest one: by docs/coverage.md, and by the running kernel. */
#define _GNU_SOURCE
#include "check.h"

#include <errno.h>
#include <unistd.h>

/* Made from the list of which that document is made, too. */
static const struct {
	const char *name;
	int type, number, major, minor;
} newer_calls[] = {
#include "since.h"
};

#define COUNT (sizeof(newer_calls) / sizeof(newer_calls[0]))

/* Each with arguments that it refuses. */
static void make_all(void)
{
	for (size_t i = 0; i < COUNT; i++)
		syscall(newer_calls[i].number, -1, NULL, -1, NULL, -1);
}

static void newer(void)
{
	pid_t pid = in_child(make_all, NULL);

	REQUIRE(COUNT > 0);
	for (size_t i = 0; i < COUNT; i++) {
		const struct se_header *r = record(newer_calls[i].type, pid);
		bool there = kernel_at_least(newer_calls[i].major, newer_calls[i].minor);

		REQUIRE(r->result < 0);
		if ((r->result != -ENOSYS) != there)
			fail("%s: %lld", newer_calls[i].name, (long long)r->result);
	}
}

const struct check since_checks[] = {
	{"calls are there since the kernel that is said", newer},
	{}
};
