/* Prints the digest of a file of whole groups of parts by each way that this processor has: check_digest FILE */
#include "digest.c"
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>

static void print(const char *way, digest_lanes *lanes, const uint8_t *content, size_t size)
{
	uint8_t digests[LANES][DIGEST_BYTES], result[DIGEST_BYTES];
	struct blake2b parts;

	blake2b_begin(&parts);
	for (size_t at = 0; at < size; at += sizeof(uint8_t[LANES][PART_BYTES])) {
		lanes(content + at, digests);
		blake2b_add(&parts, digests, sizeof digests);
	}
	blake2b_end(&parts, result);
	for (int i = 0; i < DIGEST_BYTES; i++)
		printf("%02x", result[i]);
	printf(" %s\n", way);
}

int main(int count, char **arguments)
{
	struct stat file;
	int fd = count == 2 ? open(arguments[1], O_RDONLY) : -1;

	if (fd < 0 || fstat(fd, &file) != 0 || file.st_size % (LANES * PART_BYTES) != 0)
		return 1;
	const uint8_t *content = mmap(NULL, file.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (content == MAP_FAILED)
		return 1;
	print("one after the other", one_after_the_other, content, file.st_size);
#ifdef __x86_64__
	if (__builtin_cpu_supports("avx2"))
		print("avx2", with_avx2, content, file.st_size);
	if (__builtin_cpu_supports("avx512f"))
		print("avx512", with_avx512, content, file.st_size);
#endif
	return 0;
}
