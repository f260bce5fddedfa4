/* BLAKE2b with 32 bytes of digest and no key, RFC 7693. */
#pragma once
#include <stddef.h>
#include <stdint.h>

enum { DIGEST_BYTES = 32, BLOCK_BYTES = 128 };

struct blake2b {
	uint64_t state[8];
	uint64_t counted; /* no input here comes near 2^64 bytes: the high word of the counter stays 0 */
	uint8_t block[BLOCK_BYTES];
	size_t used;
};

void blake2b_begin(struct blake2b *hash);
void blake2b_add(struct blake2b *hash, const void *bytes, size_t size);
void blake2b_end(struct blake2b *hash, uint8_t digest[DIGEST_BYTES]);
