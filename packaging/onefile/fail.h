#pragma once
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* Ends the program with one sentence on standard error. */
__attribute__((format(printf, 1, 2), noreturn)) static inline void fail(const char *format, ...)
{
	va_list values;

	va_start(values, format);
	fputs("sentinel-edge: ", stderr);
	vfprintf(stderr, format, values);
	fputc('\n', stderr);
	va_end(values);
	exit(1);
}
