/*
 * The end of the one file: after the launcher's own code come the contents of all files of the runtime as one zstd
 * stream, then a manifest, then the trailer. The manifest has a line for each file, in the order of the stream:
 *
 *   MODE SIZE DIGEST PATH      octal, decimal, the digest of digest.h in hexadecimal, relative path
 *
 * The digest of the manifest names the runtime: another content is another folder.
 */
#pragma once
#include <stdint.h>
#include "blake2b.h"

#define BUNDLE_MAGIC "SEBUNDL1"

/* When all files of the runtime were changed last: the archive of classes names the jars with their times. */
enum { FILE_TIME = 315532800 };

struct bundle_trailer {
	uint64_t data;     /* offset of the zstd stream */
	uint64_t manifest; /* offset of the manifest, where the stream ends */
	uint64_t end;      /* where the manifest ends */
	char magic[8];
};

struct entry {
	unsigned mode;
	uint64_t size;
	uint8_t digest[DIGEST_BYTES];
	const char *path;
};

struct bundle {
	int fd; /* of the one file */
	struct bundle_trailer trailer;
	struct entry *entries;
	unsigned count;
	char name[33]; /* of the runtime's folder: half of the manifest's digest */
};

/* The bundle that this program's own file carries. Ends the program where there is none. */
void bundle_open(struct bundle *bundle);

/* Unpacks into an empty folder. Ends the program, with one sentence, where that fails. */
void bundle_unpack(const struct bundle *bundle, const char *folder);

/*
 * Whether a folder holds just what the bundle does, owned by the user and writable by nobody else.
 * NULL if so, "" if it does not exist, else a sentence about the first thing that is not as it should be.
 */
const char *bundle_verify(const struct bundle *bundle, const char *folder, unsigned owner);
