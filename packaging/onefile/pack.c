/*
 * Appends a folder to the launcher: pack LAUNCHER FOLDER FILE. The list of files, sorted, one path a line, is read from
 * standard input. The same files give the same bytes.
 */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <zstd.h>
#include "bundle.h"
#include "digest.h"
#include "fail.h"

enum { LEVEL = 19 };

static char *read_file(const char *path, size_t *size)
{
	FILE *file = fopen(path, "rb");
	struct stat about;

	if (file == NULL || fstat(fileno(file), &about) != 0)
		fail("cannot read %s: %s", path, strerror(errno));
	char *bytes = malloc(about.st_size + 1);
	if (bytes == NULL || fread(bytes, 1, about.st_size, file) != (size_t)about.st_size)
		fail("cannot read %s", path);
	fclose(file);
	*size = about.st_size;
	return bytes;
}

static void put(FILE *out, const void *bytes, size_t size)
{
	if (fwrite(bytes, 1, size, out) != size)
		fail("cannot write: %s", strerror(errno));
}

static void compress(ZSTD_CCtx *zstd, FILE *out, const void *bytes, size_t size, ZSTD_EndDirective how)
{
	static char chunk[1 << 17];
	ZSTD_inBuffer in = { bytes, size, 0 };
	size_t left;

	do {
		ZSTD_outBuffer to = { chunk, sizeof chunk, 0 };
		left = ZSTD_compressStream2(zstd, &to, &in, how);
		if (ZSTD_isError(left))
			fail("zstd: %s", ZSTD_getErrorName(left));
		put(out, chunk, to.pos);
	} while (how == ZSTD_e_end ? left != 0 : in.pos < in.size);
}

int main(int count, char **arguments)
{
	struct bundle_trailer trailer = { .magic = BUNDLE_MAGIC };
	char line[4096], path[8192];
	char *manifest = NULL;
	size_t manifest_size = 0, size;

	if (count != 4)
		fail("usage: pack LAUNCHER FOLDER FILE < LIST");
	FILE *out = fopen(arguments[3], "wb");
	FILE *list = open_memstream(&manifest, &manifest_size);
	ZSTD_CCtx *zstd = ZSTD_createCCtx();
	if (out == NULL || list == NULL || zstd == NULL)
		fail("cannot write %s: %s", arguments[3], strerror(errno));
	ZSTD_CCtx_setParameter(zstd, ZSTD_c_compressionLevel, LEVEL);
	ZSTD_CCtx_setParameter(zstd, ZSTD_c_windowLog, 24);
	char *launcher = read_file(arguments[1], &size);
	put(out, launcher, size);
	trailer.data = ftell(out);
	while (fgets(line, sizeof line, stdin) != NULL) {
		struct digest hash;
		uint8_t digest[DIGEST_BYTES];
		struct stat about;

		line[strcspn(line, "\n")] = 0;
		snprintf(path, sizeof path, "%s/%s", arguments[2], line);
		char *bytes = read_file(path, &size);
		stat(path, &about);
		digest_begin(&hash);
		digest_add(&hash, bytes, size);
		digest_end(&hash, digest);
		fprintf(list, "%o %zu ", about.st_mode & 0111 ? 0755 : 0644, size);
		for (int i = 0; i < DIGEST_BYTES; i++)
			fprintf(list, "%02x", digest[i]);
		fprintf(list, " %s\n", line);
		compress(zstd, out, bytes, size, ZSTD_e_continue);
		free(bytes);
	}
	compress(zstd, out, NULL, 0, ZSTD_e_end);
	fclose(list);
	trailer.manifest = ftell(out);
	put(out, manifest, manifest_size);
	trailer.end = ftell(out);
	put(out, &trailer, sizeof trailer);
	if (fclose(out) != 0)
		fail("cannot write %s: %s", arguments[3], strerror(errno));
	return 0;
}
