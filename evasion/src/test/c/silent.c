/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * silent FOLDER: a file system that stops answering. Run in a mount namespace of its own, it mounts itself on the folder,
 * which all users may enter, and prints a line. It answers what is asked about its root, and the first question for any
 * name in it, with what may not be kept; later ones never. A line on standard input names a file in it whose mode a
 * process of its own changes; that call succeeds. When standard input ends it ends, and with it the file system: whoever
 * waits for it gets an error, and the mount goes with its namespace.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/fuse.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_ID 2

static int device;

static void must(int good, const char *what)
{
	if (good)
		return;
	fprintf(stderr, "broken: %s: %s\n", what, strerror(errno));
	_exit(1);
}

static void answer(const struct fuse_in_header *question, int error, const void *body, size_t bytes)
{
	char whole[512];
	struct fuse_out_header header = { sizeof(header) + bytes, error, question->unique };

	memcpy(whole, &header, sizeof(header));
	memcpy(whole + sizeof(header), body, bytes);
	/* Whoever asked may have gone */
	if (write(device, whole, header.len) < 0 && errno != ENOENT)
		must(0, "answer");
}

static struct fuse_attr attributes(unsigned long id)
{
	return (struct fuse_attr){
		.ino = id,
		.mode = id == FUSE_ROOT_ID ? S_IFDIR | 0755 : S_IFREG | 0644,
		.nlink = 1,
		.blksize = 4096,
	};
}

/* Each name is answered for once: for the process that uses it, not for whoever looks at it afterwards. */
static int is_new(const char *name)
{
	static char known[64][32];
	static int count;

	for (int i = 0; i < count; i++)
		if (!strcmp(known[i], name))
			return 0;
	must(count < 64, "room for names");
	snprintf(known[count++], sizeof(known[0]), "%s", name);
	return 1;
}

static void serve(const struct fuse_in_header *question)
{
	const char *body = (const char *)(question + 1);

	switch (question->opcode) {
	case FUSE_INIT: {
		struct fuse_init_out out = { .major = FUSE_KERNEL_VERSION, .minor = 31, .max_write = 4096 };

		answer(question, 0, &out, sizeof(out));
		return;
	}
	case FUSE_LOOKUP: {
		struct fuse_entry_out out = { .nodeid = FILE_ID, .attr = attributes(FILE_ID) };

		if (!is_new(body))
			return;
		answer(question, 0, &out, sizeof(out));
		return;
	}
	case FUSE_GETATTR: {
		struct fuse_attr_out out = { .attr = attributes(question->nodeid) };

		if (question->nodeid == FUSE_ROOT_ID)
			answer(question, 0, &out, sizeof(out));
		return;
	}
	case FUSE_SETATTR: {
		struct fuse_attr_out out = { .attr = attributes(question->nodeid) };

		answer(question, 0, &out, sizeof(out));
		return;
	}
	case FUSE_FORGET:
	case FUSE_BATCH_FORGET:
	case FUSE_INTERRUPT:
		return;
	default:
		answer(question, -ENOSYS, NULL, 0);
	}
}

/* A process of its own changes the file, and says so. */
static void change(const char *path)
{
	pid_t child = fork();

	must(child >= 0, "fork");
	if (child == 0) {
		must(!chmod(path, 0600), path);
		must(write(STDOUT_FILENO, "changed\n", 8) == 8, "standard output");
		_exit(0);
	}
}

int main(int argc, char **argv)
{
	static char question[FUSE_MIN_READ_BUFFER + 8192];
	char options[64], path[4096], name[32];
	struct pollfd ready[2] = { { .fd = STDIN_FILENO, .events = POLLIN } };
	ssize_t bytes;

	if (argc != 2)
		return 2;
	signal(SIGCHLD, SIG_IGN);
	device = open("/dev/fuse", O_RDWR | O_CLOEXEC | O_NONBLOCK);
	must(device >= 0, "/dev/fuse");
	snprintf(options, sizeof(options), "fd=%d,rootmode=40000,user_id=0,group_id=0,allow_other", device);
	must(!mount("silent", argv[1], "fuse", MS_NOSUID | MS_NODEV, options), "mount");
	printf("mounted\n");
	fflush(stdout);
	ready[1] = (struct pollfd){ .fd = device, .events = POLLIN };
	for (;;) {
		must(poll(ready, 2, -1) > 0 || errno == EINTR, "poll");
		if (ready[1].revents && (bytes = read(device, question, sizeof(question))) > 0)
			serve((struct fuse_in_header *)question);
		if (ready[0].revents) {
			bytes = read(STDIN_FILENO, name, sizeof(name) - 1);
			if (bytes <= 1)
				return 0;
			name[bytes - 1] = 0;
			snprintf(path, sizeof(path), "%s/%s", argv[1], name);
			change(path);
		}
	}
}
