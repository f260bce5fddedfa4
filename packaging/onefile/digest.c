#include "digest.h"
#include <string.h>
#include "blake2b_constants.h"

typedef void digest_lanes(const uint8_t *bytes, uint8_t digests[LANES][DIGEST_BYTES]);

static void digest_part(const uint8_t *bytes, size_t size, uint8_t digest[DIGEST_BYTES])
{
	struct blake2b hash;

	blake2b_begin(&hash);
	blake2b_add(&hash, bytes, size);
	blake2b_end(&hash, digest);
}

static void one_after_the_other(const uint8_t *bytes, uint8_t digests[LANES][DIGEST_BYTES])
{
	for (int i = 0; i < LANES; i++)
		digest_part(bytes + i * PART_BYTES, PART_BYTES, digests[i]);
}

#ifdef __x86_64__
/* One word of each part. The code is for registers of 512 bits; with AVX2 each is two of 256. */
typedef uint64_t word __attribute__((vector_size(LANES * sizeof(uint64_t))));

#define INLINE __attribute__((always_inline)) static inline

INLINE void rotate(word *value, int bits)
{
	*value = *value >> bits | *value << (64 - bits);
}

INLINE void mix(word v[16], int a, int b, int c, int d, const word *x, const word *y)
{
	v[a] += v[b] + *x;
	v[d] ^= v[a];
	rotate(&v[d], 32);
	v[c] += v[d];
	v[b] ^= v[c];
	rotate(&v[b], 24);
	v[a] += v[b] + *y;
	v[d] ^= v[a];
	rotate(&v[d], 16);
	v[c] += v[d];
	v[b] ^= v[c];
	rotate(&v[b], 63);
}

INLINE void compress(word state[8], const uint8_t *block, uint64_t counted)
{
	word m[16], v[16];

	for (int i = 0; i < 16; i++)
		for (int lane = 0; lane < LANES; lane++) {
			uint64_t value;
			memcpy(&value, block + lane * PART_BYTES + i * sizeof value, sizeof value);
			m[i][lane] = value;
		}
	memcpy(v, state, 8 * sizeof *v);
	for (int i = 0; i < 8; i++)
		v[8 + i] = (word){} + BLAKE2B_START[i];
	v[12] ^= counted;
	if (counted == PART_BYTES)
		v[14] = ~v[14];
#pragma GCC unroll 12
	for (int round = 0; round < 12; round++) {
		const uint8_t *s = BLAKE2B_ORDER[round % 10];

		mix(v, 0, 4, 8, 12, &m[s[0]], &m[s[1]]);
		mix(v, 1, 5, 9, 13, &m[s[2]], &m[s[3]]);
		mix(v, 2, 6, 10, 14, &m[s[4]], &m[s[5]]);
		mix(v, 3, 7, 11, 15, &m[s[6]], &m[s[7]]);
		mix(v, 0, 5, 10, 15, &m[s[8]], &m[s[9]]);
		mix(v, 1, 6, 11, 12, &m[s[10]], &m[s[11]]);
		mix(v, 2, 7, 8, 13, &m[s[12]], &m[s[13]]);
		mix(v, 3, 4, 9, 14, &m[s[14]], &m[s[15]]);
	}
	for (int i = 0; i < 8; i++)
		state[i] ^= v[i] ^ v[i + 8];
}

INLINE void all_at_once(const uint8_t *bytes, uint8_t digests[LANES][DIGEST_BYTES])
{
	struct blake2b first;
	word state[8];

	blake2b_begin(&first);
	for (int i = 0; i < 8; i++)
		state[i] = (word){} + first.state[i];
	for (unsigned at = 0; at < PART_BYTES; at += BLOCK_BYTES)
		compress(state, bytes + at, at + BLOCK_BYTES);
	for (int lane = 0; lane < LANES; lane++)
		for (unsigned i = 0; i < DIGEST_BYTES / sizeof(uint64_t); i++) {
			uint64_t value = state[i][lane];
			memcpy(digests[lane] + i * sizeof value, &value, sizeof value);
		}
}

__attribute__((target("avx512f"))) static void with_avx512(const uint8_t *bytes, uint8_t digests[LANES][DIGEST_BYTES])
{
	all_at_once(bytes, digests);
}

__attribute__((target("avx2"))) static void with_avx2(const uint8_t *bytes, uint8_t digests[LANES][DIGEST_BYTES])
{
	all_at_once(bytes, digests);
}

static digest_lanes *fastest(void)
{
	return __builtin_cpu_supports("avx512f") ? with_avx512
	       : __builtin_cpu_supports("avx2")  ? with_avx2
	                                         : one_after_the_other;
}
#else
static digest_lanes *fastest(void)
{
	return one_after_the_other;
}
#endif

void digest_begin(struct digest *digest)
{
	blake2b_begin(&digest->parts);
}

void digest_add(struct digest *digest, const void *bytes, size_t size)
{
	digest_lanes *lanes = fastest();
	const uint8_t *from = bytes;
	uint8_t digests[LANES][DIGEST_BYTES];

	for (; size >= LANES * PART_BYTES; from += LANES * PART_BYTES, size -= LANES * PART_BYTES) {
		lanes(from, digests);
		blake2b_add(&digest->parts, digests, sizeof digests);
	}
	while (size > 0) {
		size_t part = size < PART_BYTES ? size : PART_BYTES;

		digest_part(from, part, digests[0]);
		blake2b_add(&digest->parts, digests[0], DIGEST_BYTES);
		from += part;
		size -= part;
	}
}

void digest_end(struct digest *digest, uint8_t result[DIGEST_BYTES])
{
	blake2b_end(&digest->parts, result);
}
