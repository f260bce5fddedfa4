/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Loads each object given and prints what the verifier had to do for each program, so that growth is seen. */
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static int show(const char *path, bool copies)
{
	struct bpf_object *object = bpf_object__open_file(path, NULL);
	struct bpf_program *program;
	struct timespec from, to;
	unsigned int total = 0;
	int error;

	if (!object) {
		fprintf(stderr, "%s: cannot be opened: %s\n", path, strerror(errno));
		return 1;
	}
	/* The one kind of program that kernels may refuse. */
	bpf_object__for_each_program(program, object)
		if (bpf_program__expected_attach_type(program) == BPF_TRACE_FENTRY)
			bpf_program__set_autoload(program, copies);
	clock_gettime(CLOCK_MONOTONIC, &from);
	error = bpf_object__load(object);
	clock_gettime(CLOCK_MONOTONIC, &to);
	if (error && copies) {
		bpf_object__close(object);
		return show(path, false);
	}
	if (error) {
		fprintf(stderr, "%s: refused by the kernel: %s\n", path, strerror(-error));
		bpf_object__close(object);
		return 1;
	}
	printf("%s, loaded in %.0f ms\n%-16s %10s %10s\n", path,
	       (to.tv_sec - from.tv_sec) * 1e3 + (to.tv_nsec - from.tv_nsec) / 1e6, "program", "verified", "code bytes");
	bpf_object__for_each_program(program, object) {
		struct bpf_prog_info info = {};
		unsigned int size = sizeof(info);

		if (bpf_obj_get_info_by_fd(bpf_program__fd(program), &info, &size))
			continue;
		total += info.verified_insns;
		printf("%-16s %10u %10u\n", bpf_program__name(program), info.verified_insns, info.jited_prog_len);
	}
	printf("%-16s %10u\n", "all", total);
	bpf_object__close(object);
	return 0;
}

int main(int argc, char **argv)
{
	int failed = 0;

	for (int i = 1; i < argc; i++)
		failed |= show(argv[i], true);
	return failed;
}
