/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Operations of io_uring: no system call tells of them. */
#include "trick.h"

#include <linux/io_uring.h>
#include <linux/openat2.h>
#include <sys/mman.h>

#ifndef IORING_SETUP_SINGLE_ISSUER
#define IORING_SETUP_SINGLE_ISSUER (1u << 12)
#endif
#ifndef IORING_SETUP_DEFER_TASKRUN
#define IORING_SETUP_DEFER_TASKRUN (1u << 13)
#endif
#ifndef IORING_FILE_INDEX_ALLOC
#define IORING_FILE_INDEX_ALLOC (~0u)
#endif

#ifndef IOSQE_CQE_SKIP_SUCCESS
#define IOSQE_CQE_SKIP_SUCCESS (1u << 6)
#endif

#define ENTRIES 16

struct ring {
	int fd;
	unsigned flags;
	unsigned *sq_head, *sq_tail, *sq_mask, *sq_array, *sq_flags, *cq_head, *cq_tail, *cq_mask;
	struct io_uring_sqe *sqes;
	struct io_uring_cqe *cqes;
	unsigned waiting;
};

static void set_up(struct ring *ring, unsigned flags)
{
	struct io_uring_params params = { .flags = flags, .sq_thread_idle = 2000 };
	char *sq, *cq;

	memset(ring, 0, sizeof(*ring));
	ring->fd = syscall(SYS_io_uring_setup, ENTRIES, &params);
	if (ring->fd < 0)
		unavailable("io_uring_setup");
	ring->flags = flags;
	sq = mmap(NULL, params.sq_off.array + ENTRIES * 4, PROT_READ | PROT_WRITE, MAP_SHARED, ring->fd, IORING_OFF_SQ_RING);
	cq = mmap(NULL, params.cq_off.cqes + params.cq_entries * sizeof(struct io_uring_cqe), PROT_READ | PROT_WRITE, MAP_SHARED,
		  ring->fd, IORING_OFF_CQ_RING);
	ring->sqes = mmap(NULL, ENTRIES * sizeof(struct io_uring_sqe), PROT_READ | PROT_WRITE, MAP_SHARED, ring->fd, IORING_OFF_SQES);
	if (sq == MAP_FAILED || cq == MAP_FAILED || (void *)ring->sqes == MAP_FAILED)
		broken("mapping the ring");
	ring->sq_head = (void *)(sq + params.sq_off.head);
	ring->sq_tail = (void *)(sq + params.sq_off.tail);
	ring->sq_mask = (void *)(sq + params.sq_off.ring_mask);
	ring->sq_flags = (void *)(sq + params.sq_off.flags);
	ring->sq_array = (void *)(sq + params.sq_off.array);
	ring->cq_head = (void *)(cq + params.cq_off.head);
	ring->cq_tail = (void *)(cq + params.cq_off.tail);
	ring->cq_mask = (void *)(cq + params.cq_off.ring_mask);
	ring->cqes = (void *)(cq + params.cq_off.cqes);
}

static struct io_uring_sqe *next(struct ring *ring, unsigned char opcode, int fd, const void *address)
{
	unsigned tail = *ring->sq_tail, index = (tail + ring->waiting++) & *ring->sq_mask;
	struct io_uring_sqe *sqe = &ring->sqes[index];

	memset(sqe, 0, sizeof(*sqe));
	sqe->opcode = opcode;
	sqe->fd = fd;
	sqe->addr = (unsigned long)address;
	ring->sq_array[index] = index;
	return sqe;
}

static struct io_uring_sqe *next_open(struct ring *ring, const char *path)
{
	struct io_uring_sqe *sqe = next(ring, IORING_OP_OPENAT, AT_FDCWD, path);

	sqe->open_flags = O_RDONLY;
	return sqe;
}

static void submit(struct ring *ring)
{
	unsigned count = ring->waiting, flags = IORING_ENTER_GETEVENTS;

	__atomic_store_n(ring->sq_tail, *ring->sq_tail + count, __ATOMIC_RELEASE);
	ring->waiting = 0;
	if (ring->flags & IORING_SETUP_SQPOLL)
		flags |= IORING_ENTER_SQ_WAKEUP;
	must(syscall(SYS_io_uring_enter, ring->fd, count, count, flags, NULL, 0), "io_uring_enter");
}

static void submit_without_waiting(struct ring *ring)
{
	unsigned count = ring->waiting;

	__atomic_store_n(ring->sq_tail, *ring->sq_tail + count, __ATOMIC_RELEASE);
	ring->waiting = 0;
	must(syscall(SYS_io_uring_enter, ring->fd, count, 0, 0, NULL, 0), "io_uring_enter");
}

static int completed(struct ring *ring)
{
	unsigned head = *ring->cq_head;
	int result;

	while (__atomic_load_n(ring->cq_tail, __ATOMIC_ACQUIRE) == head)
		must(syscall(SYS_io_uring_enter, ring->fd, 0, 1, IORING_ENTER_GETEVENTS, NULL, 0), "io_uring_enter");
	result = ring->cqes[head & *ring->cq_mask].res;
	__atomic_store_n(ring->cq_head, head + 1, __ATOMIC_RELEASE);
	return result;
}

static int succeeded(struct ring *ring, const char *what)
{
	int result = completed(ring);

	if (result == -EINVAL || result == -EOPNOTSUPP) {
		errno = -result;
		unavailable(what);
	}
	errno = result < 0 ? -result : 0;
	return must(result, what);
}

static void opened(unsigned flags, const char *path)
{
	struct ring ring;

	set_up(&ring, flags);
	next_open(&ring, path);
	submit(&ring);
	took(succeeded(&ring, "IORING_OP_OPENAT"));
}

static void openat_plain(void)
{
	opened(0, in_folder("protected"));
}

static void openat_link(void)
{
	must(symlink("protected", "link"), "symlink");
	opened(0, in_folder("link"));
}

static void openat_hard_link(void)
{
	must(link("protected", "other"), "link");
	opened(0, in_folder("other"));
}

static void openat2_link(void)
{
	struct open_how how = { .flags = O_RDONLY };
	struct io_uring_sqe *sqe;
	struct ring ring;

	must(symlink("protected", "link"), "symlink");
	set_up(&ring, 0);
	sqe = next(&ring, IORING_OP_OPENAT2, must(open(folder, O_RDONLY), folder), "link");
	sqe->len = sizeof(how);
	sqe->off = (unsigned long)&how;
	submit(&ring);
	took(succeeded(&ring, "IORING_OP_OPENAT2"));
}

/* By a thread of the kernel's, which works for the process. */
static void polled(void)
{
	must(symlink("protected", "link"), "symlink");
	opened(IORING_SETUP_SQPOLL, in_folder("link"));
}

/* Completions that the process takes when it likes; by a worker, since the name is not in the caches. */
static void deferred_worker(void)
{
	struct ring ring;

	must(symlink("protected", "link"), "symlink");
	set_up(&ring, IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN);
	next_open(&ring, in_folder("link"))->flags = IOSQE_ASYNC;
	submit(&ring);
	took(succeeded(&ring, "IORING_OP_OPENAT"));
}

static void worker(void)
{
	struct ring ring;

	must(symlink("protected", "link"), "symlink");
	set_up(&ring, 0);
	next_open(&ring, in_folder("link"))->flags = IOSQE_ASYNC;
	submit(&ring);
	took(succeeded(&ring, "IORING_OP_OPENAT"));
}

/* The file never gets a descriptor: it goes into a slot of the ring, is read there, and is closed there. */
static void direct(unsigned flags)
{
	int slots[4] = { -1, -1, -1, -1 };
	struct io_uring_sqe *sqe;
	struct ring ring;
	char byte[4];

	must(symlink("protected", "link"), "symlink");
	set_up(&ring, flags);
	if (syscall(SYS_io_uring_register, ring.fd, IORING_REGISTER_FILES, slots, 4))
		unavailable("IORING_REGISTER_FILES");
	sqe = next_open(&ring, in_folder("link"));
	sqe->file_index = 2 + 1;
	sqe->flags = IOSQE_IO_LINK;
	sqe = next(&ring, IORING_OP_READ, 2, byte);
	sqe->len = sizeof(byte);
	sqe->flags = IOSQE_FIXED_FILE | IOSQE_IO_LINK;
	sqe = next(&ring, IORING_OP_CLOSE, 0, NULL);
	sqe->file_index = 2 + 1;
	submit(&ring);
	succeeded(&ring, "IORING_OP_OPENAT into a slot");
	if (succeeded(&ring, "IORING_OP_READ") == 4 && !memcmp(byte, "prot", 4))
		deeds.protected++;
	succeeded(&ring, "IORING_OP_CLOSE");
}

static void slot(void)
{
	direct(0);
}

static void slot_polled(void)
{
	direct(IORING_SETUP_SQPOLL);
}

/* The kernel chooses the slot. */
static void slot_chosen(void)
{
	int slots[4] = { -1, -1, -1, -1 }, number;
	struct ring ring;

	must(symlink("protected", "link"), "symlink");
	set_up(&ring, 0);
	if (syscall(SYS_io_uring_register, ring.fd, IORING_REGISTER_FILES, slots, 4))
		unavailable("IORING_REGISTER_FILES");
	next_open(&ring, in_folder("link"))->file_index = IORING_FILE_INDEX_ALLOC;
	submit(&ring);
	number = succeeded(&ring, "IORING_OP_OPENAT into a free slot");
	deeds.protected += number >= 0;
}

/* Open and close in one submission: the descriptor is gone before the completions are posted. */
static void closed_at_once(void)
{
	struct ring ring;
	int next_fd, fd;

	must(symlink("protected", "link"), "symlink");
	set_up(&ring, 0);
	next_fd = dup(0);
	close(next_fd);
	close(open("link", O_RDONLY)); /* now in the caches; noted below */
	next_open(&ring, in_folder("link"));
	next(&ring, IORING_OP_CLOSE, next_fd, NULL);
	submit(&ring);
	fd = succeeded(&ring, "IORING_OP_OPENAT");
	if (fd != next_fd)
		broken("the descriptor's number");
	completed(&ring);
	deeds.protected += 2;
}

/* A name in memory that is another as soon as the request is in. */
static void rewritten(void)
{
	static char name[4] = "one";
	struct ring ring;

	must(symlink("protected", "one"), "one");
	must(symlink("decoy", "two"), "two");
	set_up(&ring, 0);
	next_open(&ring, name)->flags = IOSQE_ASYNC;
	submit(&ring);
	memcpy(name, "two", 4);
	took(succeeded(&ring, "IORING_OP_OPENAT"));
}

/* The process asks that success be not told; the failure of the second request tells that the first has ended. */
static void untold(void)
{
	struct ring ring;

	must(symlink("protected", "link"), "symlink");
	set_up(&ring, 0);
	next_open(&ring, in_folder("link"))->flags = IOSQE_CQE_SKIP_SUCCESS;
	next(&ring, IORING_OP_CLOSE, 999, NULL);
	submit_without_waiting(&ring);
	if (completed(&ring) != -EBADF)
		unavailable("IOSQE_CQE_SKIP_SUCCESS");
	deeds.protected++;
}

static void absent(void)
{
	struct ring ring;

	set_up(&ring, 0);
	next_open(&ring, in_folder("protected/absent"));
	submit(&ring);
	if (completed(&ring) != -ENOTDIR)
		broken("the result");
}

const struct trick ring_tricks[] = {
	{ "ring-openat", openat_plain },
	{ "ring-openat-link", openat_link },
	{ "ring-openat-hard-link", openat_hard_link },
	{ "ring-openat2-link", openat2_link },
	{ "ring-sqpoll", polled },
	{ "ring-worker", worker },
	{ "ring-deferred-worker", deferred_worker },
	{ "ring-slot", slot },
	{ "ring-slot-sqpoll", slot_polled },
	{ "ring-slot-chosen", slot_chosen },
	{ "ring-closed-at-once", closed_at_once },
	{ "ring-rewritten", rewritten },
	{ "ring-untold", untold },
	{ "ring-absent", absent },
	{ 0 },
};
