/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* A ring of io_uring for tests: one request at a time. */
#ifndef SE_TEST_RING_H
#define SE_TEST_RING_H

#include <linux/io_uring.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

struct ring {
	int fd;
	char *queue;
	struct io_uring_params params;
	struct io_uring_sqe *sqes;
};

/* Returns 0, or -1 where the kernel makes none. */
static inline int ring_make(struct ring *ring, unsigned flags)
{
	struct io_uring_params *p = &ring->params;

	memset(ring, 0, sizeof(*ring));
	p->flags = flags;
	p->sq_thread_idle = 1000;
	ring->fd = syscall(SYS_io_uring_setup, 4, p);
	if (ring->fd < 0)
		return -1;
	ring->queue = mmap(NULL, p->cq_off.cqes + p->cq_entries * sizeof(struct io_uring_cqe) + p->sq_off.array + 64,
			   PROT_READ | PROT_WRITE, MAP_SHARED, ring->fd, IORING_OFF_SQ_RING);
	ring->sqes = mmap(NULL, 4 * sizeof(*ring->sqes), PROT_READ | PROT_WRITE, MAP_SHARED, ring->fd, IORING_OFF_SQES);
	return ring->queue == MAP_FAILED || (void *)ring->sqes == MAP_FAILED ? -1 : 0;
}

static inline struct io_uring_sqe *ring_request(struct ring *ring, unsigned char opcode, int fd, const void *address)
{
	memset(ring->sqes, 0, sizeof(*ring->sqes));
	ring->sqes->opcode = opcode;
	ring->sqes->fd = fd;
	ring->sqes->addr = (unsigned long)address;
	return ring->sqes;
}

/* Submits the one request, and waits for so many results. Returns -1 where the ring cannot be entered. */
static inline int ring_submit(struct ring *ring, unsigned results)
{
	struct io_uring_params *p = &ring->params;
	unsigned *tail = (void *)(ring->queue + p->sq_off.tail);

	*(unsigned *)(ring->queue + p->sq_off.array + 4 * (*tail & 3)) = 0;
	__atomic_store_n(tail, *tail + 1, __ATOMIC_RELEASE);
	return syscall(SYS_io_uring_enter, ring->fd, 1, results, IORING_ENTER_GETEVENTS | IORING_ENTER_SQ_WAKEUP, NULL, 0) < 0
		       ? -1
		       : 0;
}

/* Submits the one request and returns its result, or -1 where the ring cannot be entered. */
static inline int ring_result(struct ring *ring)
{
	struct io_uring_params *p = &ring->params;
	unsigned *head = (void *)(ring->queue + p->cq_off.head);
	unsigned *filled = (void *)(ring->queue + p->cq_off.tail), *mask = (void *)(ring->queue + p->cq_off.ring_mask);
	struct io_uring_cqe *cqes = (void *)(ring->queue + p->cq_off.cqes);
	int value;

	if (ring_submit(ring, 1))
		return -1;
	while (__atomic_load_n(filled, __ATOMIC_ACQUIRE) == *head)
		if (syscall(SYS_io_uring_enter, ring->fd, 0, 1, IORING_ENTER_GETEVENTS, NULL, 0) < 0)
			return -1;
	value = cqes[*head & *mask].res;
	__atomic_store_n(head, *head + 1, __ATOMIC_RELEASE);
	return value;
}

#endif
