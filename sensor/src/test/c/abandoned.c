/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * abandoned FOLDER WHAT: opens FOLDER/link by a ring of io_uring, until its standard input ends and once at least, and prints how often.
 * Before that, or at that:
 *   closed    rings are closed in which more requests wait than the sensor keeps: to accept, receive, splice, open what blocks
 *   waiting   more requests to accept wait than the sensor keeps
 *   full      there is no room for results in the ring that opens
 * Status 2 where the kernel gives no ring, or rings of which the requests are not known.
 */
#define _GNU_SOURCE
#include "test_ring.h"
#include "test_socket.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>

#define MORE_THAN_KEPT 600

static struct ring ring, rings[MORE_THAN_KEPT];
static int listener, datagrams, ends[2];
static char room[16];

static void made(struct ring *to)
{
	if (ring_make(to, 0) || !(to->params.features & IORING_FEAT_LINKED_FILE))
		exit(2);
}

static void submit(void)
{
	must(!ring_submit(&ring, 0), "submit");
}

static void wait_to_accept(void)
{
	ring_request(&ring, IORING_OP_ACCEPT, listener, NULL);
	submit();
}

static void abandon(void)
{
	struct io_uring_sqe *sqe;

	made(&ring);
	wait_to_accept();
	ring_request(&ring, IORING_OP_RECV, datagrams, room)->len = sizeof(room);
	submit();
	ring_request(&ring, IORING_OP_OPENAT, AT_FDCWD, "fifo")->open_flags = O_RDONLY;
	submit();
	sqe = ring_request(&ring, IORING_OP_SPLICE, ends[1], NULL);
	sqe->off = sqe->splice_off_in = -1;
	sqe->splice_fd_in = ends[0];
	sqe->len = 1;
	submit();
}

static void unmap(struct ring *which)
{
	struct io_uring_params *p = &which->params;

	munmap(which->sqes, 4 * sizeof(*which->sqes));
	munmap(which->queue, p->cq_off.cqes + p->cq_entries * sizeof(struct io_uring_cqe) + p->sq_off.array + 64);
	close(which->fd);
}

static void close_rings_with_requests(void)
{
	for (int i = 0; i < MORE_THAN_KEPT; i++) {
		abandon();
		rings[i] = ring;
	}
	for (int i = 0; i < MORE_THAN_KEPT; i++)
		unmap(&rings[i]);
}

/* Of results that nobody takes. */
static void fill(void)
{
	for (unsigned i = 0; i <= ring.params.cq_entries; i++) {
		ring_request(&ring, IORING_OP_NOP, -1, NULL);
		submit();
	}
}

static int input_ended(int milliseconds)
{
	struct pollfd input = { .fd = 0, .events = POLLIN };

	return poll(&input, 1, milliseconds) > 0;
}

int main(int argc, char **argv)
{
	int opened = 0, full = argc == 3 && !strcmp(argv[2], "full");
	struct sockaddr_in any = { .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } };

	must(argc == 3 && !chdir(argv[1]), "chdir");
	listener = bound(SOCK_STREAM, &any);
	must(!listen(listener, 1), "listen");
	datagrams = bound(SOCK_DGRAM, &any);
	must(!pipe(ends) && !mkfifo("fifo", 0600), "pipe");
	if (!strcmp(argv[2], "closed"))
		close_rings_with_requests();
	made(&ring);
	if (!strcmp(argv[2], "waiting"))
		for (int i = 0; i < MORE_THAN_KEPT; i++)
			wait_to_accept();
	made(&ring);
	if (full)
		fill();
	do {
		ring_request(&ring, IORING_OP_OPENAT, AT_FDCWD, "link")->open_flags = O_RDONLY;
		if (full)
			submit();
		else
			close(ring_result(&ring));
		opened++;
	} while (!input_ended(200));
	printf("%d\n", opened);
	return 0;
}
