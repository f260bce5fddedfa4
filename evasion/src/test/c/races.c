/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* What changes while the kernel works: names, memory, descriptors. Each real open is noted by what the program really got. */
#include "trick.h"

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>

#define ROUNDS 1000

static void pause_briefly(void)
{
	for (int i = 0; i < 50; i++)
		asm volatile("" ::: "memory");
}

/* One processor may be all there is: lets the other thread go on. */
static void round_done(int round)
{
	if (round % 4 == 0)
		sched_yield();
}

static void *exchange_names(void *unused)
{
	while (going) {
		must(syscall(SYS_renameat2, AT_FDCWD, "one", AT_FDCWD, "two", 2 /* RENAME_EXCHANGE */), "renameat2");
		begun = 1;
	}
	return unused;
}

/* A link that leads to the protected file at one moment and to the decoy at the next. */
static void rename_race(void)
{
	pthread_t thread;

	must(symlink("protected", "one"), "one");
	must(symlink("decoy", "two"), "two");
	thread = beside(exchange_names, NULL);
	for (int i = 0; i < ROUNDS; i++)
		took(open("one", O_RDONLY)), round_done(i);
	finished(thread);
}

static void *rewrite_name(void *name)
{
	while (going) {
		memcpy(name, "one", 4);
		pause_briefly();
		memcpy(name, "two", 4);
		pause_briefly();
		begun = 1;
	}
	return NULL;
}

/* The name in the caller's memory is another when the call ends. Both names are links, so that neither tells the file. */
static void memory_race(void)
{
	static char name[4] = "one";
	pthread_t thread;

	must(symlink("protected", "one"), "one");
	must(symlink("decoy", "two"), "two");
	thread = beside(rewrite_name, name);
	for (int i = 0; i < ROUNDS; i++)
		took(open(name, O_RDONLY)), round_done(i);
	finished(thread);
}

static int decoy_fd, caught_fd = -1;
static int expected_fd;

/* Keeps the file that appears behind the expected number, and puts the decoy in its place. */
static void *swap_descriptor(void *unused)
{
	begun = 1;
	while (going) {
		int kept = dup(expected_fd);

		if (kept < 0)
			continue;
		dup2(decoy_fd, expected_fd);
		__atomic_store_n(&caught_fd, kept, __ATOMIC_RELEASE);
		while (going && __atomic_load_n(&caught_fd, __ATOMIC_ACQUIRE) >= 0)
			;
	}
	return unused;
}

/*
 * A thread keeps what is opened and puts a decoy on the number before the call ends. Each round opens the protected file
 * once; the decoy was opened once, before.
 */
static void swapped(const char *name)
{
	pthread_t thread;

	decoy_fd = must(open("decoy", O_RDONLY), "decoy");
	deeds.decoy = 1;
	expected_fd = dup(0);
	close(expected_fd);
	thread = beside(swap_descriptor, NULL);
	for (int i = 0; i < ROUNDS; i++) {
		struct stat file;
		int fd = must(open(name, O_RDONLY), name), kept;

		if (fd != expected_fd)
			broken("the descriptor's number");
		while ((kept = __atomic_load_n(&caught_fd, __ATOMIC_ACQUIRE)) < 0)
			;
		must(fstat(kept, &file), "fstat");
		noted(&file);
		close(expected_fd);
		close(kept);
		__atomic_store_n(&caught_fd, -1, __ATOMIC_RELEASE);
	}
	finished(thread);
}

static void swapped_by_name(void)
{
	swapped(in_folder("protected"));
}

static void swapped_by_link(void)
{
	must(symlink("protected", "link"), "symlink");
	swapped(in_folder("link"));
}

/* A supervisor answers a call of its child by a descriptor of its own: the child asked for the decoy. */
static void seccomp_addfd(void)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { sizeof(code) / sizeof(*code), code };
	struct seccomp_notif request = {};
	struct seccomp_notif_addfd add = {};
	int numbers[2], listener, status;
	pid_t child;

	must(pipe(numbers), "pipe");
	must(symlink("protected", "link"), "symlink");
	/* Shares its descriptors, so that the listener need not be sent. */
	child = must(syscall(SYS_clone, CLONE_FILES | SIGCHLD, 0, 0, 0, 0), "clone");
	if (!child) {
		struct stat file;
		int fd;

		prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
		listener = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &program);
		if (write(numbers[1], &listener, sizeof(listener)) < 0)
			_exit(1);
		fd = syscall(SYS_openat, AT_FDCWD, in_folder("decoy"), O_RDONLY);
		_exit(fd < 0 || fstat(fd, &file) ? 1 : 0);
	}
	must(read(numbers[0], &listener, sizeof(listener)), "read");
	if (listener < 0)
		unavailable("seccomp's listener");
	must(ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &request), "notification");
	add.id = request.id;
	add.flags = SECCOMP_ADDFD_FLAG_SEND;
	add.srcfd = must(open("link", O_RDONLY), "link");
	if (ioctl(listener, SECCOMP_IOCTL_NOTIF_ADDFD, &add) < 0)
		unavailable("SECCOMP_ADDFD_FLAG_SEND");
	must(waitpid(child, &status, 0), "waitpid");
	if (status)
		broken("the child");
	/* The supervisor opened it, and the child's call gave it. */
	deeds.protected = 2;
}

const struct trick race_tricks[] = {
	{ "rename-race", rename_race },
	{ "memory-race", memory_race },
	{ "swapped-descriptor", swapped_by_name },
	{ "swapped-descriptor-link", swapped_by_link },
	{ "seccomp-addfd", seccomp_addfd },
	{ 0 },
};
