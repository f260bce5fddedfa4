/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * The program that the agent's checks watch. Linked statically, so that its own start opens nothing.
 *   act open FILE     opens the file to read
 *   act open32 FILE   the same through int 0x80
 *   act programs      prints the names of the loaded BPF programs and maps that are the agent's, with the programs' tags
 *   act ids           prints the ids of all BPF programs and maps, and opens none of them
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

static int open32(const char *file)
{
	char *low = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
	long result;

	if (low == MAP_FAILED || strlen(file) >= 4096)
		return -1;
	strcpy(low, file);
	__asm__ volatile("int $0x80"
			 : "=a"(result)
			 : "a"(5L /* open */), "b"(low), "c"(O_RDONLY), "d"(0)
			 : "memory", "r8", "r9", "r10", "r11");
	errno = result < 0 ? -result : 0;
	return (int)result < 0 ? -1 : (int)result;
}

static int bpf(int command, union bpf_attr *attr)
{
	return syscall(SYS_bpf, command, attr, sizeof(*attr));
}

/*
 * Prints which there are. Whoever opens and closes an array of programs that its owner has closed has the kernel clear it once more,
 * and where that still waits for a worker, the array stays for ever (seen in 6.1).
 */
static void list_ids(int next, const char *kind)
{
	union bpf_attr attr = {};

	for (; !bpf(next, &attr); attr = (union bpf_attr){.start_id = attr.next_id})
		printf("%s %u\n", kind, attr.next_id);
}

/* Prints what `get` returns for each id, if its name is one of ours. */
static void list(int next, int get, const char *kind)
{
	union bpf_attr attr = {};

	while (!bpf(next, &attr)) {
		__u32 id = attr.next_id;
		union {
			struct bpf_prog_info prog;
			struct bpf_map_info map;
		} info = {};
		union bpf_attr by_id = {.prog_id = id};
		int fd = bpf(get, &by_id);
		union bpf_attr query = {.info = {.bpf_fd = fd, .info_len = sizeof(info), .info = (uintptr_t)&info}};

		if (fd >= 0 && !bpf(BPF_OBJ_GET_INFO_BY_FD, &query)) {
			bool is_program = next == BPF_PROG_GET_NEXT_ID;
			const char *name = is_program ? info.prog.name : info.map.name;

			if (!strncmp(name, "se_", 3) || !strncmp(name, "sentinel", 8)) {
				printf("%s %s ", kind, name);
				for (int i = 0; is_program && i < BPF_TAG_SIZE; i++)
					printf("%02x", info.prog.tag[i]);
				printf("\n");
			}
		}
		if (fd >= 0)
			close(fd);
		attr = (union bpf_attr){.start_id = id};
	}
}

int main(int argc, char **argv)
{
	if (argc == 2 && !strcmp(argv[1], "programs")) {
		list(BPF_PROG_GET_NEXT_ID, BPF_PROG_GET_FD_BY_ID, "program");
		list(BPF_MAP_GET_NEXT_ID, BPF_MAP_GET_FD_BY_ID, "map");
		return 0;
	}
	if (argc == 2 && !strcmp(argv[1], "ids")) {
		list_ids(BPF_PROG_GET_NEXT_ID, "program");
		list_ids(BPF_MAP_GET_NEXT_ID, "map");
		return 0;
	}
	if (argc == 3 && !strcmp(argv[1], "open"))
		return open(argv[2], O_RDONLY) < 0;
	if (argc == 3 && !strcmp(argv[1], "open32"))
		return open32(argv[2]) < 0;
	fprintf(stderr, "usage: %s open|open32 FILE | programs | ids\n", argv[0]);
	return 2;
}
