/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * trick CASE FOLDER: performs one case in a folder that holds `protected` and `decoy`, and prints what really happened:
 * "N protected N decoy N unknown". Status 77: what the case needs is not there, and standard error says what.
 */
#include "trick.h"

struct deeds deeds;
const char *folder;

static struct stat protected_file, decoy_file;

void unavailable(const char *what)
{
	fprintf(stderr, "unavailable: %s: %s\n", what, strerror(errno));
	exit(77);
}

void broken(const char *what)
{
	fprintf(stderr, "broken: %s: %s\n", what, strerror(errno));
	exit(1);
}

long must(long value, const char *what)
{
	if (value < 0)
		broken(what);
	return value;
}

const char *in_folder(const char *name)
{
	static char paths[8][PATH_MAX];
	static int next;
	char *path = paths[next++ % 8];

	snprintf(path, PATH_MAX, "%s/%s", folder, name);
	return path;
}

int noted(const struct stat *file)
{
	if (file->st_ino == protected_file.st_ino) {
		__atomic_add_fetch(&deeds.protected, 1, __ATOMIC_RELAXED);
		return 1;
	}
	if (file->st_ino == decoy_file.st_ino)
		__atomic_add_fetch(&deeds.decoy, 1, __ATOMIC_RELAXED);
	else
		__atomic_add_fetch(&deeds.unknown, 1, __ATOMIC_RELAXED);
	return 0;
}

int read_only(const char *path)
{
	return must(open(path, O_RDONLY), path);
}

int took(int fd)
{
	struct stat file;
	int is;

	if (fd < 0)
		return 0;
	must(fstat(fd, &file), "fstat");
	is = noted(&file);
	close(fd);
	return is;
}

void own_mounts(void)
{
	if (unshare(CLONE_NEWNS))
		unavailable("a mount namespace");
	must(mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL), "private mounts");
}

void own_overlay(void)
{
	char options[3 * PATH_MAX];

	own_mounts();
	must(mkdir("tmp", 0700), "tmp");
	must(mount("tmpfs", "tmp", "tmpfs", 0, NULL), "tmpfs");
	must(mkdir("tmp/upper", 0700), "upper");
	must(mkdir("tmp/work", 0700), "work");
	must(mkdir("tmp/merged", 0700), "merged");
	snprintf(options, sizeof(options), "lowerdir=%s,upperdir=tmp/upper,workdir=tmp/work", folder);
	if (mount("overlay", "tmp/merged", "overlay", 0, options))
		unavailable("overlayfs");
}

long call32(long nr, long a, long b, long c)
{
	long result;

	asm volatile("int $0x80" : "=a"(result) : "a"(nr), "b"(a), "c"(b), "d"(c) : "memory", "r8", "r9", "r10", "r11");
	if ((int)result == -ENOSYS)
		unavailable("int 0x80");
	return (unsigned)result;
}

volatile int going, begun;

pthread_t beside(void *(*work)(void *), void *argument)
{
	pthread_t thread;

	going = 1;
	begun = 0;
	if (pthread_create(&thread, NULL, work, argument))
		broken("pthread_create");
	while (!begun)
		;
	return thread;
}

void finished(pthread_t thread)
{
	going = 0;
	pthread_join(thread, NULL);
}

void write_file(const char *path, const char *content)
{
	int fd = must(open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600), path);

	must(write(fd, content, strlen(content)), path);
	close(fd);
}

static int perform(const struct trick *tricks, const char *name)
{
	for (; tricks->name; tricks++)
		if (!strcmp(tricks->name, name)) {
			tricks->run();
			return 1;
		}
	return 0;
}

int main(int argc, char **argv)
{
	if (argc != 3)
		return 2;
	folder = argv[2];
	must(chdir(folder), folder);
	must(stat("protected", &protected_file), "protected");
	must(stat("decoy", &decoy_file), "decoy");
	if (!perform(name_tricks, argv[1]) && !perform(mount_tricks, argv[1]) && !perform(race_tricks, argv[1]) &&
	    !perform(ring_tricks, argv[1]) && !perform(lineage_tricks, argv[1]) && !perform(rewrite_tricks, argv[1]) &&
	    !perform(code_tricks, argv[1]) && !perform(change_tricks, argv[1]) && !perform(send_tricks, argv[1])) {
		fprintf(stderr, "no case %s\n", argv[1]);
		return 2;
	}
	printf("%d protected %d decoy %d unknown\n", deeds.protected, deeds.decoy, deeds.unknown);
	return 0;
}
