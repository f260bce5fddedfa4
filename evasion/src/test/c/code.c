/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * A file becomes code without being executed: mapped, mapped and then made executable, loaded by the dynamic loader. Each time is
 * noted, by what the memory holds.
 */
#include "trick.h"

#include <dlfcn.h>
#include <link.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/sendfile.h>

#define ROUNDS 1000
#define LOADER "/lib64/ld-linux-x86-64.so.2"

static void noted_code(const char *memory)
{
	if (memory == MAP_FAILED)
		broken("mmap");
	if (*memory == 'p')
		deeds.protected++;
	else if (*memory == 'd')
		deeds.decoy++;
	else
		deeds.unknown++;
}

static char *map(int fd, int protection)
{
	return mmap(NULL, 4096, protection, MAP_PRIVATE | MAP_32BIT, fd, 0);
}

static void mapped(void)
{
	noted_code(map(read_only("protected"), PROT_READ | PROT_EXEC));
}

static void mapped_shared(void)
{
	noted_code(mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_SHARED, read_only("protected"), 0));
}

static void mapped_later(void)
{
	char *memory = map(read_only("protected"), PROT_READ);

	must(mprotect(memory, 4096, PROT_READ | PROT_EXEC), "mprotect");
	noted_code(memory);
}

/* The call begins in other memory. */
static void mapped_among_others(void)
{
	char *memory = mmap(NULL, 4 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int fd = read_only("protected");

	if (memory == MAP_FAILED || mmap(memory + 8192, 4096, PROT_READ, MAP_PRIVATE | MAP_FIXED, fd, 0) == MAP_FAILED)
		broken("mmap");
	must(mprotect(memory, 4 * 4096, PROT_READ | PROT_EXEC), "mprotect");
	noted_code(memory + 8192);
}

/* The arguments are in memory. */
static void mapped_int80(void)
{
	unsigned *arguments = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
	unsigned all[] = { 0, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE, read_only("protected"), 0 };

	memcpy(arguments, all, sizeof(all));
	noted_code((char *)call32(90, (long)arguments, 0, 0));
}

static void mapped_later_int80(void)
{
	char *memory = map(read_only("protected"), PROT_READ);

	must(-(int)call32(125, (long)memory, 4096, PROT_READ | PROT_EXEC), "mprotect");
	noted_code(memory);
}

/* What is read is code, too. */
static void mapped_to_read(void)
{
	must(personality(READ_IMPLIES_EXEC), "personality");
	noted_code(map(read_only("protected"), PROT_READ));
}

static int number;

static void *exchange_descriptor(void *unused)
{
	int first = read_only("protected"), second = read_only("decoy");

	while (going) {
		dup2(first, number);
		begun = 1;
		dup2(second, number);
	}
	return unused;
}

/* The number refers to one file when it is mapped, and to another when the call ends. */
static void exchanged(void)
{
	pthread_t thread;

	number = read_only("decoy");
	thread = beside(exchange_descriptor, NULL);
	for (int i = 0; i < ROUNDS; i++) {
		char *memory = map(number, PROT_READ | PROT_EXEC);

		noted_code(memory);
		munmap(memory, 4096);
		if (i % 4 == 0)
			sched_yield();
	}
	finished(thread);
}

static void mapped_on_overlay(void)
{
	own_overlay();
	noted_code(map(read_only("tmp/merged/protected"), PROT_READ | PROT_EXEC));
}

/* Gives the protected file the content of another, whose code is in one segment. */
static void copy(const char *from)
{
	int in = read_only(from), out = must(open("protected", O_WRONLY | O_TRUNC), "protected");
	struct stat file;

	must(fstat(in, &file), from);
	while (sendfile(out, in, NULL, file.st_size) > 0)
		;
	must(fchmod(out, 0755), "fchmod");
	close(in);
	close(out);
}

static void started_by_loader(void)
{
	int status;
	pid_t child;

	copy("/bin/true");
	child = must(fork(), "fork");
	if (!child) {
		execl(LOADER, LOADER, in_folder("protected"), NULL);
		_exit(77);
	}
	must(waitpid(child, &status, 0), "waitpid");
	if (WEXITSTATUS(status) == 77)
		unavailable(LOADER);
	if (status)
		broken(LOADER);
	deeds.protected = 1;
}

static void loaded(void)
{
	struct link_map *library;
	void *handle = dlopen("libm.so.6", RTLD_NOW);

	if (!handle || dlinfo(handle, RTLD_DI_LINKMAP, &library))
		unavailable("libm.so.6");
	copy(library->l_name);
	if (!dlopen(in_folder("protected"), RTLD_NOW))
		broken(dlerror());
	deeds.protected = 1;
}

const struct trick code_tricks[] = {
	{ "mapped", mapped },
	{ "mapped-shared", mapped_shared },
	{ "mapped-later", mapped_later },
	{ "mapped-among-others", mapped_among_others },
	{ "mapped-int80", mapped_int80 },
	{ "mapped-later-int80", mapped_later_int80 },
	{ "mapped-to-read", mapped_to_read },
	{ "exchanged-descriptor", exchanged },
	{ "mapped-on-overlay", mapped_on_overlay },
	{ "started-by-loader", started_by_loader },
	{ "loaded", loaded },
	{ 0 },
};
