/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* The ring of a check's child. */
#ifndef SE_CHECK_RING_H
#define SE_CHECK_RING_H

#include <stdio.h>

#include "check.h"
#include "test_ring.h"

#define IN_FULL(record) \
	do { \
		if (!kernel_at_least(6, 0)) { \
			REQUIRE((record)->h.flags & SE_NO_RESULT); \
			printf("@ lack names of io_uring: its tracepoint tells them from 6.0\n"); \
			return; \
		} \
	} while (0)

static struct ring ring;

static void set_up(unsigned flags)
{
	REQUIRE(!ring_make(&ring, flags));
}

static struct io_uring_sqe *request(unsigned char opcode, int fd, const void *address)
{
	return ring_request(&ring, opcode, fd, address);
}

static int result(void)
{
	return ring_result(&ring);
}

#endif
