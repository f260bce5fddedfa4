/*
 * What can be done to a process, in forms that it survives:
 *   tamper readv | writev | writev-thread PID     its memory: the zero byte at the end of its first stack
 *   tamper open-thread PID                        the memory of a thread, as a file, by the thread's number
 *   tamper getfd PID                              its descriptor 0
 *   tamper limit PID                              its limit of core files, to what it is
 *   tamper tgkill | kill-thread | pidfd PID       SIGPIPE, to a thread; by the thread's number; through a descriptor
 *   tamper map | link PID COMMAND                 a command of bpf, with nothing to change, on its first map or link
 *   tamper own-map                                a map of its own: made, changed, looked up by its id
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

/* The last thread of a process: not its leader, where it has others. */
static int thread_of(int pid)
{
	char path[64];
	struct dirent *entry;
	int last = pid;
	DIR *folder;

	snprintf(path, sizeof path, "/proc/%d/task", pid);
	folder = opendir(path);
	while (folder && (entry = readdir(folder)))
		if (atoi(entry->d_name) > 0)
			last = atoi(entry->d_name);
	return last;
}

/* The first id of a kind that the process holds. */
static unsigned id_of(int pid, const char *kind)
{
	char path[64], line[256];
	struct dirent *entry;
	unsigned id = 0;
	DIR *folder;

	snprintf(path, sizeof path, "/proc/%d/fdinfo", pid);
	folder = opendir(path);
	while (folder && !id && (entry = readdir(folder))) {
		FILE *file;

		snprintf(path, sizeof path, "/proc/%d/fdinfo/%.10s", pid, entry->d_name);
		file = fopen(path, "r");
		while (file && fgets(line, sizeof line, file))
			if (!strncmp(line, kind, strlen(kind)))
				id = atoi(line + strlen(kind));
		if (file)
			fclose(file);
	}
	return id;
}

static long bpf(int command, union bpf_attr *attributes)
{
	return syscall(SYS_bpf, command, attributes, sizeof *attributes);
}

static long object(int pid, const char *kind, int by_id, int command)
{
	union bpf_attr attributes = { .map_id = id_of(pid, kind) };
	int fd = bpf(by_id, &attributes);

	if (fd < 0)
		return -1;
	memset(&attributes, 0, sizeof attributes);
	attributes.map_fd = fd;
	bpf(command, &attributes);
	return 0;
}

static long own_map(void)
{
	union bpf_attr attributes = { .map_type = BPF_MAP_TYPE_ARRAY, .key_size = 4, .value_size = 4, .max_entries = 1,
				      .map_name = "se_mine" };
	struct bpf_map_info info = {};
	int key = 0, fd = bpf(BPF_MAP_CREATE, &attributes);

	memset(&attributes, 0, sizeof attributes);
	attributes.map_fd = fd;
	attributes.key = attributes.value = (unsigned long)&key;
	if (bpf(BPF_MAP_UPDATE_ELEM, &attributes))
		return -1;
	memset(&attributes, 0, sizeof attributes);
	attributes.info.bpf_fd = fd;
	attributes.info.info_len = sizeof info;
	attributes.info.info = (unsigned long)&info;
	if (bpf(BPF_OBJ_GET_INFO_BY_FD, &attributes))
		return -1;
	memset(&attributes, 0, sizeof attributes);
	attributes.map_id = info.id;
	return bpf(BPF_MAP_GET_FD_BY_ID, &attributes);
}

static unsigned long stack_end(int pid)
{
	unsigned long begin, end = 0;
	char path[64], line[512];
	FILE *maps;

	snprintf(path, sizeof path, "/proc/%d/maps", pid);
	maps = fopen(path, "r");
	while (maps && fgets(line, sizeof line, maps))
		if (strstr(line, "[stack]"))
			sscanf(line, "%lx-%lx", &begin, &end);
	return end;
}

static long memory(int call, int pid)
{
	static char zero;
	struct iovec own = { &zero, 1 }, other = { (void *)(stack_end(pid) - 1), 1 };

	return syscall(call, pid, &own, 1, &other, 1, 0);
}

static long tamper(char **a)
{
	const char *what = a[0];
	int pid = a[1] ? atoi(a[1]) : 0;
	struct rlimit limit;
	char path[64];

	if (!strcmp(what, "readv"))
		return memory(SYS_process_vm_readv, pid);
	if (!strcmp(what, "writev"))
		return memory(SYS_process_vm_writev, pid);
	if (!strcmp(what, "writev-thread"))
		return memory(SYS_process_vm_writev, thread_of(pid));
	if (!strcmp(what, "open-thread")) {
		snprintf(path, sizeof path, "/proc/%d/mem", thread_of(pid));
		return open(path, O_RDWR);
	}
	if (!strcmp(what, "getfd"))
		return syscall(SYS_pidfd_getfd, syscall(SYS_pidfd_open, pid, 0), 0, 0);
	if (!strcmp(what, "limit"))
		return prlimit(pid, RLIMIT_CORE, NULL, &limit) || prlimit(pid, RLIMIT_CORE, &limit, NULL) ? -1 : 0;
	if (!strcmp(what, "tgkill"))
		return syscall(SYS_tgkill, pid, thread_of(pid), SIGPIPE);
	if (!strcmp(what, "kill-thread"))
		return kill(thread_of(pid), SIGPIPE);
	if (!strcmp(what, "pidfd"))
		return syscall(SYS_pidfd_send_signal, syscall(SYS_pidfd_open, pid, 0), SIGPIPE, NULL, 0);
	if (!strcmp(what, "map"))
		return object(pid, "map_id:", BPF_MAP_GET_FD_BY_ID, atoi(a[2]));
	if (!strcmp(what, "link"))
		return object(pid, "link_id:", BPF_LINK_GET_FD_BY_ID, atoi(a[2]));
	if (!strcmp(what, "own-map"))
		return own_map();
	fprintf(stderr, "tamper: unknown operation '%s'\n", what);
	exit(2);
}

int main(int argc, char **argv)
{
	(void)argc;
	if (tamper(argv + 1) < 0) {
		perror(argv[1]);
		return 1;
	}
	return 0;
}
