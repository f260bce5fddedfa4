#include "bundle.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "fail.h"

static int nibble(char c)
{
	return c <= '9' ? c - '0' : c - 'a' + 10;
}

static void parse(struct bundle *bundle, char *text, char *end)
{
	unsigned lines = 0;

	for (char *c = text; c < end; c++)
		lines += *c == '\n';
	bundle->entries = calloc(lines, sizeof *bundle->entries);
	if (bundle->entries == NULL)
		fail("out of memory");
	while (text < end) {
		struct entry *entry = &bundle->entries[bundle->count++];
		char *next = memchr(text, '\n', end - text);

		*next = 0;
		entry->mode = strtoul(text, &text, 8);
		entry->size = strtoull(text, &text, 10);
		text++;
		for (int i = 0; i < DIGEST_BYTES; i++, text += 2)
			entry->digest[i] = nibble(text[0]) << 4 | nibble(text[1]);
		entry->path = text + 1;
		text = next + 1;
	}
}

void bundle_open(struct bundle *bundle)
{
	struct bundle_trailer *trailer = &bundle->trailer;
	struct stat file;

	memset(bundle, 0, sizeof *bundle);
	bundle->fd = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	if (bundle->fd < 0 || fstat(bundle->fd, &file) != 0)
		fail("/proc/self/exe cannot be read: %s; is /proc mounted?", strerror(errno));
	off_t at = file.st_size - (off_t)sizeof *trailer;
	if (at < 0 || pread(bundle->fd, trailer, sizeof *trailer, at) != sizeof *trailer ||
	    memcmp(trailer->magic, BUNDLE_MAGIC, sizeof trailer->magic) != 0 || trailer->end != (uint64_t)at ||
	    trailer->manifest > trailer->end || trailer->data > trailer->manifest)
		fail("this file is damaged: its end is missing; download it again and compare its SHA-256 sum");
	size_t size = trailer->end - trailer->manifest;
	char *text = malloc(size + 1);
	if (text == NULL || pread(bundle->fd, text, size, trailer->manifest) != (ssize_t)size || size == 0 ||
	    text[size - 1] != '\n')
		fail("this file is damaged: its manifest cannot be read");

	struct blake2b hash;
	uint8_t digest[DIGEST_BYTES];
	blake2b_begin(&hash);
	blake2b_add(&hash, text, size);
	blake2b_end(&hash, digest);
	for (int i = 0; i < 16; i++)
		snprintf(bundle->name + 2 * i, 3, "%02x", digest[i]);
	parse(bundle, text, text + size);
}
