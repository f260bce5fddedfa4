/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* calls FOLDER: see calls.h. What it changes is its own: files below FOLDER, namespaces of its own, its children. */
#include "calls.h"

#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>

char dir[256];

static char texts[64 << 10];
static char type_name[64], expected[2048], expected_fields[1024];

char *text(const char *format, ...)
{
	static int used;
	char *at = texts + used;
	va_list arguments;

	va_start(arguments, format);
	used += vsnprintf(at, sizeof(texts) - used, format, arguments) + 1;
	va_end(arguments);
	if (used > (int)sizeof(texts) - 4096)
		used = 0;
	return at;
}

char *in_dir(const char *name)
{
	return text("%s/%s", dir, name);
}

long call64(long nr, const long a[6])
{
	register long r10 asm("r10") = a[3], r8 asm("r8") = a[4], r9 asm("r9") = a[5];
	long result;

	asm volatile("syscall"
		     : "=a"(result)
		     : "a"(nr), "D"(a[0]), "S"(a[1]), "d"(a[2]), "r"(r10), "r"(r8), "r"(r9)
		     : "rcx", "r11", "memory");
	return result;
}

long call32(long nr, const long a[6])
{
	long result;

	asm volatile("push %%rbp\n\tmov %7, %%rbp\n\tint $0x80\n\tpop %%rbp"
		     : "=a"(result)
		     : "a"(nr), "b"(a[0]), "c"(a[1]), "d"(a[2]), "S"(a[3]), "D"(a[4]), "r"(a[5])
		     : "r8", "r9", "r10", "r11", "memory");
	return result;
}

void expect(const char *type, const char *arguments, const char *fields)
{
	snprintf(type_name, sizeof(type_name), "%s", type);
	snprintf(expected, sizeof(expected), "%s", arguments);
	snprintf(expected_fields, sizeof(expected_fields), "%s", fields);
}

static void put_result(char *to, size_t size, long result)
{
	if (result < 0 && result > -4096)
		snprintf(to, size, "%ld(%s)", result, strerrorname_np(-result));
	else
		snprintf(to, size, "%ld", result);
}

static void substitute(char *to, size_t size, const char *from, const char *result)
{
	size_t at = 0;

	while (*from && at + 32 < size) {
		if (from[0] == '$' && from[1] == 'r') {
			at += snprintf(to + at, size - at, "%s", result);
			from += 2;
		} else
			to[at++] = *from++;
	}
	to[at] = 0;
}

static long told(const char *via, long result)
{
	char name[64], arguments[2048], fields[1024];

	put_result(name, sizeof(name), result);
	substitute(arguments, sizeof(arguments), expected, name);
	substitute(fields, sizeof(fields), expected_fields, name);
	dprintf(1, "%d\t%s\t%s\t%s\t%s\n", getpid(), type_name, via, arguments, fields);
	return result;
}

long only64(long nr, long a, long b, long c, long d, long e, long f)
{
	return told("syscall", call64(nr, (long[]){ a, b, c, d, e, f }));
}

long only32(long nr, long a, long b, long c, long d, long e, long f)
{
	long result = call32(nr, (long[]){ a, b, c, d, e, f });

	/* Errors come back as 32 bits. */
	return told("int80", result > 0xfffff000 && result <= 0xffffffff ? (int)result : result);
}

long both(long nr64, long nr32, long a, long b, long c, long d, long e, long f)
{
	long result = 0;

	if (nr64 != NONE)
		result = only64(nr64, a, b, c, d, e, f);
	if (nr32 != NONE)
		result = only32(nr32, a, b, c, d, e, f);
	return result;
}

long by(int ways, long nr64, long nr32, long a, long b, long c, long d, long e, long f)
{
	return both(ways & 1 ? nr64 : NONE, ways & 2 ? nr32 : NONE, a, b, c, d, e, f);
}

void in_children(void (*function)(int ways))
{
	for (int ways = 1; ways <= 2; ways++) {
		if (fork() == 0) {
			function(ways);
			_exit(0);
		}
		wait(NULL);
	}
}

int main(int argc, char **argv)
{
	if (argc != 2)
		return 2;
	snprintf(dir, sizeof(dir), "%s", argv[1]);
	if (unshare(CLONE_NEWNS | CLONE_NEWUTS) || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
	    mount("tmpfs", dir, "tmpfs", 0, NULL)) {
		perror("mount namespace");
		return 1;
	}
	/* The observer reads what runs already after it has begun. */
	file_calls();
	socket_calls();
	process_calls();
	machine_calls();
	return 0;
}
