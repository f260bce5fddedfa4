/*
 * The digest of a file: BLAKE2b-256 of the BLAKE2b-256 digests of its parts of 16 KiB, of which the last may be shorter. Since
 * parts do not wait for one another, eight of them are computed at once where the processor can.
 */
#pragma once
#include "blake2b.h"

enum { PART_BYTES = 16 << 10, LANES = 8 };

struct digest {
	struct blake2b parts;
};

void digest_begin(struct digest *digest);

/* Only the last call may bring something else than whole parts. */
void digest_add(struct digest *digest, const void *bytes, size_t size);

void digest_end(struct digest *digest, uint8_t result[DIGEST_BYTES]);
