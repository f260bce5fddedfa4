#include "bundle.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
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

/* What is wrong with a file or folder; there is one at a time. */
static const char *wrong(const char *path, const char *what)
{
	static char sentence[4096 + 128];

	snprintf(sentence, sizeof sentence, "%s %s", path, what);
	return sentence;
}

static const char *verify_file(const struct entry *entry, const char *path, unsigned owner)
{
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	struct stat file;

	if (fd < 0)
		return wrong(path, strerror(errno));
	fstat(fd, &file);
	const char *problem = !S_ISREG(file.st_mode)                  ? "is no plain file"
	                      : file.st_uid != owner                  ? "belongs to another user"
	                      : (file.st_mode & 07777) != entry->mode ? "has other permissions"
	                      : (uint64_t)file.st_size != entry->size ? "has another size"
	                                                              : NULL;
	if (problem == NULL && entry->size > 0) {
		void *content = mmap(NULL, entry->size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0);
		struct blake2b hash;
		uint8_t digest[DIGEST_BYTES];

		if (content == MAP_FAILED) {
			problem = "cannot be read";
		} else {
			blake2b_begin(&hash);
			blake2b_add(&hash, content, entry->size);
			blake2b_end(&hash, digest);
			munmap(content, entry->size);
			if (memcmp(digest, entry->digest, DIGEST_BYTES) != 0)
				problem = "has another content";
		}
	}
	close(fd);
	return problem == NULL ? NULL : wrong(path, problem);
}

/* A folder of the runtime: of the owner, writable by the owner alone. */
static const char *verify_folder(const char *path, unsigned owner)
{
	struct stat folder;

	if (lstat(path, &folder) != 0)
		return errno == ENOENT ? "" : wrong(path, strerror(errno));
	return !S_ISDIR(folder.st_mode)      ? wrong(path, "is no folder")
	       : folder.st_uid != owner      ? wrong(path, "belongs to another user")
	       : (folder.st_mode & 022) != 0 ? wrong(path, "can be written by others")
	                                     : NULL;
}

const char *bundle_verify(const struct bundle *bundle, const char *folder, unsigned owner)
{
	char path[4096], last[4096] = "";
	const char *problem = verify_folder(folder, owner);

	for (unsigned i = 0; problem == NULL && i < bundle->count; i++) {
		const struct entry *entry = &bundle->entries[i];
		int length = snprintf(path, sizeof path, "%s/%s", folder, entry->path);

		/* Entries are sorted: a folder is looked at when its first file comes */
		for (char *slash = path + strlen(folder) + 1; (slash = strchr(slash, '/')) != NULL; slash++) {
			size_t size = slash - path;
			if (strncmp(path, last, size + 1) == 0)
				continue;
			*slash = 0;
			problem = verify_folder(path, owner);
			if (problem != NULL && *problem == 0)
				problem = wrong(path, "is missing");
			*slash = '/';
			if (problem != NULL)
				return problem;
		}
		memcpy(last, path, length + 1);
		problem = verify_file(entry, path, owner);
	}
	return problem;
}
