#include "blake2b.h"
#include <string.h>
#include "blake2b_constants.h"

static inline uint64_t rotated(uint64_t value, int bits)
{
	return value >> bits | value << (64 - bits);
}

/* Inlined into rounds that are unrolled, the order of words is in the code: that takes 0.6 times as long. */
__attribute__((always_inline)) static inline void mix(uint64_t v[16], int a, int b, int c, int d, uint64_t x, uint64_t y)
{
	v[a] += v[b] + x;
	v[d] = rotated(v[d] ^ v[a], 32);
	v[c] += v[d];
	v[b] = rotated(v[b] ^ v[c], 24);
	v[a] += v[b] + y;
	v[d] = rotated(v[d] ^ v[a], 16);
	v[c] += v[d];
	v[b] = rotated(v[b] ^ v[c], 63);
}

static void compress(struct blake2b *hash, const uint8_t *block, int last)
{
	uint64_t m[16], v[16];

	memcpy(m, block, sizeof m); /* little-endian, as all machines this is built for */
	memcpy(v, hash->state, sizeof hash->state);
	memcpy(v + 8, BLAKE2B_START, sizeof BLAKE2B_START);
	v[12] ^= hash->counted;
	if (last)
		v[14] = ~v[14];
#pragma GCC unroll 12
	for (int round = 0; round < 12; round++) {
		const uint8_t *s = BLAKE2B_ORDER[round % 10];

		mix(v, 0, 4, 8, 12, m[s[0]], m[s[1]]);
		mix(v, 1, 5, 9, 13, m[s[2]], m[s[3]]);
		mix(v, 2, 6, 10, 14, m[s[4]], m[s[5]]);
		mix(v, 3, 7, 11, 15, m[s[6]], m[s[7]]);
		mix(v, 0, 5, 10, 15, m[s[8]], m[s[9]]);
		mix(v, 1, 6, 11, 12, m[s[10]], m[s[11]]);
		mix(v, 2, 7, 8, 13, m[s[12]], m[s[13]]);
		mix(v, 3, 4, 9, 14, m[s[14]], m[s[15]]);
	}
	for (int i = 0; i < 8; i++)
		hash->state[i] ^= v[i] ^ v[i + 8];
}

void blake2b_begin(struct blake2b *hash)
{
	memset(hash, 0, sizeof *hash);
	memcpy(hash->state, BLAKE2B_START, sizeof BLAKE2B_START);
	hash->state[0] ^= 0x01010000 ^ DIGEST_BYTES;
}

void blake2b_add(struct blake2b *hash, const void *bytes, size_t size)
{
	const uint8_t *from = bytes;

	while (size > 0) {
		if (hash->used == BLOCK_BYTES) { /* not the last block: more follows */
			hash->counted += BLOCK_BYTES;
			compress(hash, hash->block, 0);
			hash->used = 0;
		}
		if (hash->used == 0) {
			for (; size > BLOCK_BYTES; from += BLOCK_BYTES, size -= BLOCK_BYTES) {
				hash->counted += BLOCK_BYTES;
				compress(hash, from, 0);
			}
		}
		size_t part = BLOCK_BYTES - hash->used < size ? BLOCK_BYTES - hash->used : size;
		memcpy(hash->block + hash->used, from, part);
		hash->used += part;
		from += part;
		size -= part;
	}
}

void blake2b_end(struct blake2b *hash, uint8_t digest[DIGEST_BYTES])
{
	memset(hash->block + hash->used, 0, BLOCK_BYTES - hash->used);
	hash->counted += hash->used;
	compress(hash, hash->block, 1);
	memcpy(digest, hash->state, DIGEST_BYTES);
}
