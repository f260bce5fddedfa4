/*
 * The baseline of the reader: libbpf's own consumer in C, reading the same fields of the same records.
 * Built as a shared library so that both consumers run in one process on one ring.
 */
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <linux/types.h>
#include <time.h>
#include "event.h"

static __u64 sum;

static int read_record(void *context, void *data, size_t size)
{
	const struct se_open *e = data;

	(void)context;
	(void)size;
	sum += e->h.type + e->h.time + e->h.pid + e->h.tid + e->h.start + e->h.generation + e->h.uid + e->h.result
	     + e->inode.dev + e->inode.ino + e->open_flags + e->path.names.len;
	return 0;
}

/* Runs the program of fill.bpf.c once. */
int producer_run(int program_fd)
{
	LIBBPF_OPTS(bpf_test_run_opts, options);

	return bpf_prog_test_run_opts(program_fd, &options);
}

struct ring_buffer *consumer_open(int map_fd)
{
	return ring_buffer__new(map_fd, read_record, NULL, NULL);
}

/* Consumes all there is. Returns nanoseconds; *checksum is the sum of all fields read since the start. */
long consumer_run(struct ring_buffer *ring, __u64 *checksum)
{
	struct timespec a, b;

	clock_gettime(CLOCK_MONOTONIC, &a);
	int n = ring_buffer__consume(ring);
	clock_gettime(CLOCK_MONOTONIC, &b);
	*checksum = sum;
	return n < 0 ? n : (b.tv_sec - a.tv_sec) * 1000000000L + b.tv_nsec - a.tv_nsec;
}

void consumer_close(struct ring_buffer *ring)
{
	ring_buffer__free(ring);
}
