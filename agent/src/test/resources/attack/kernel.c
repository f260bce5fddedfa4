/*
 *   kernel module | module-file FILE       no module: refused
 *   kernel program TYPE                    a program of bpf that does nothing, by the number of its type
 *   kernel kexec | kexec-file FLAGS FILE   with bad flags, or of no kernel: refused
 *   kernel enter FILE                      the namespace that the file stands for
 *   kernel mount FOLDER | private FOLDER   a file system in memory; no longer shared
 *   kernel write-child | take-child        memory of a child; its standard input
 *   kernel faults FLAGS | personality NUMBER | log ACTION
 * What is refused is no failure.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/bpf.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

static long program(int type)
{
	struct bpf_insn nothing[] = { { .code = BPF_ALU64 | BPF_MOV | BPF_K }, { .code = BPF_JMP | BPF_EXIT } };
	union bpf_attr attributes = { .prog_type = type, .insns = (unsigned long)nothing, .insn_cnt = 2,
				      .license = (unsigned long)"GPL" };

	return syscall(SYS_bpf, BPF_PROG_LOAD, &attributes, sizeof attributes);
}

static long with_child(int take)
{
	static char byte;
	struct iovec memory = { &byte, 1 };
	int child = fork();
	long result;

	if (!child)
		for (;;)
			pause();
	if (take)
		result = syscall(SYS_pidfd_getfd, syscall(SYS_pidfd_open, child, 0), 0, 0);
	else
		result = syscall(SYS_process_vm_writev, child, &memory, 1, &memory, 1, 0);
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	return result;
}

static long call(char **a)
{
	const char *what = a[0];

	if (!strcmp(what, "module"))
		syscall(SYS_init_module, "none", 4, "");
	else if (!strcmp(what, "module-file"))
		syscall(SYS_finit_module, open(a[1], O_RDONLY), "", 0);
	else if (!strcmp(what, "program"))
		return program(atoi(a[1]));
	else if (!strcmp(what, "kexec"))
		syscall(SYS_kexec_load, 0, 100, 0, 0xffff);
	else if (!strcmp(what, "kexec-file"))
		syscall(SYS_kexec_file_load, open(a[2], O_RDONLY), -1, 1, "", atoi(a[1]) | 4);
	else if (!strcmp(what, "enter"))
		return setns(open(a[1], O_RDONLY), 0);
	else if (!strcmp(what, "mount"))
		return mount("x", a[1], "tmpfs", 0, NULL);
	else if (!strcmp(what, "private"))
		return mount(NULL, a[1], NULL, MS_PRIVATE, NULL);
	else if (!strcmp(what, "write-child") || !strcmp(what, "take-child"))
		return with_child(*what == 't');
	else if (!strcmp(what, "faults"))
		return syscall(SYS_userfaultfd, atoi(a[1]));
	else if (!strcmp(what, "personality"))
		return syscall(SYS_personality, strtoul(a[1], NULL, 10));
	else if (!strcmp(what, "log"))
		return syscall(SYS_syslog, atoi(a[1]), NULL, 0);
	else
		return -1;
	return 0;
}

int main(int argc, char **argv)
{
	(void)argc;
	if (call(argv + 1) < 0) {
		perror(argv[1]);
		return 1;
	}
	return 0;
}
