#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zstd.h>
#include "bundle.h"
#include "digest.h"
#include "fail.h"

/* Whole parts of a digest. */
enum { CHUNK = LANES * PART_BYTES };

/* A stream of what the bundle's files contain, one after the other. */
struct stream {
	ZSTD_DStream *zstd;
	int fd;
	uint64_t at;
	uint64_t end;
	ZSTD_inBuffer in;
	char compressed[CHUNK];
};

static size_t next(struct stream *stream, char *to, size_t size)
{
	ZSTD_outBuffer out = { to, size, 0 };

	while (out.pos < size) {
		if (stream->in.pos == stream->in.size) {
			size_t left = stream->end - stream->at;
			ssize_t read = pread(stream->fd, stream->compressed, left < CHUNK ? left : CHUNK, stream->at);
			if (read <= 0)
				break;
			stream->at += read;
			stream->in = (ZSTD_inBuffer){ stream->compressed, read, 0 };
		}
		if (ZSTD_isError(ZSTD_decompressStream(stream->zstd, &out, &stream->in)))
			break;
	}
	return out.pos;
}

static void make_folders(char *path, size_t from)
{
	for (char *slash = path + from; (slash = strchr(slash, '/')) != NULL; slash++) {
		*slash = 0;
		if (mkdir(path, 0755) != 0 && errno != EEXIST)
			fail("cannot make %s: %s", path, strerror(errno));
		*slash = '/';
	}
}

static void put(int fd, const char *path, const char *bytes, size_t size)
{
	while (size > 0) {
		ssize_t written = write(fd, bytes, size);
		if (written < 0 && errno == ENOSPC)
			fail("no space left for %s: the runtime takes about 140 MB with its start-up cache", path);
		if (written < 0)
			fail("cannot write %s: %s", path, strerror(errno));
		bytes += written;
		size -= written;
	}
}

void bundle_unpack(const struct bundle *bundle, const char *folder)
{
	static struct stream stream;
	static char chunk[CHUNK];
	char path[4096];

	stream.zstd = ZSTD_createDStream();
	stream.fd = bundle->fd;
	stream.at = bundle->trailer.data;
	stream.end = bundle->trailer.manifest;
	if (stream.zstd == NULL)
		fail("out of memory");
	for (unsigned i = 0; i < bundle->count; i++) {
		const struct entry *entry = &bundle->entries[i];
		struct digest hash;
		uint8_t digest[DIGEST_BYTES];

		snprintf(path, sizeof path, "%s/%s", folder, entry->path);
		make_folders(path, strlen(folder) + 1);
		int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
		if (fd < 0)
			fail("cannot make %s: %s", path, strerror(errno));
		digest_begin(&hash);
		for (uint64_t left = entry->size; left > 0;) {
			size_t size = next(&stream, chunk, left < CHUNK ? left : CHUNK);
			if (size == 0)
				break;
			digest_add(&hash, chunk, size);
			put(fd, path, chunk, size);
			left -= size;
		}
		digest_end(&hash, digest);
		if (memcmp(digest, entry->digest, DIGEST_BYTES) != 0)
			fail("this file is damaged: it does not hold the %s that it should; download it again and compare "
			     "its SHA-256 sum",
			     entry->path);
		const struct timespec times[2] = { { .tv_sec = FILE_TIME }, { .tv_sec = FILE_TIME } };
		if (fchmod(fd, entry->mode) != 0 || futimens(fd, times) != 0 || close(fd) != 0)
			fail("cannot write %s: %s", path, strerror(errno));
	}
	ZSTD_freeDStream(stream.zstd);
}
