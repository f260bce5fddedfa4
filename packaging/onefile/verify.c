/*
 * Compares the unpacked runtime with the bundle. The digests are most of a start before Java's own, so several threads work
 * on them, while the other processors have nothing else to do.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include "bundle.h"
#include "digest.h"
#include "fail.h"

enum { MOST_THREADS = 4, THREAD_STACK = 64 << 10 };

/* What is wrong with a file or folder; one at a time is told. */
static const char *wrong(const char *path, const char *what)
{
	static char sentence[4096 + 128];

	snprintf(sentence, sizeof sentence, "%s %s", path, what);
	return sentence;
}

/* Of one verification, for all of its threads. */
struct work {
	const struct bundle *bundle;
	const char *folder;
	unsigned owner;
	atomic_uint next; /* the entry that the next thread takes */
	pthread_mutex_t lock;
	unsigned found; /* the first entry with a problem, or their number */
	const char *problem;
};

static const char *verify_content(int fd, const struct entry *entry)
{
	void *content = mmap(NULL, entry->size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0);
	struct digest hash;
	uint8_t digest[DIGEST_BYTES];

	if (content == MAP_FAILED)
		return "cannot be read";
	digest_begin(&hash);
	digest_add(&hash, content, entry->size);
	digest_end(&hash, digest);
	munmap(content, entry->size);
	return memcmp(digest, entry->digest, DIGEST_BYTES) == 0 ? NULL : "has another content";
}

/* NULL, or what is wrong; musl's texts of errors are constants, which threads may share. */
static const char *verify_file(const struct entry *entry, const char *path, unsigned owner)
{
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	struct stat file;

	if (fd < 0)
		return strerror(errno);
	fstat(fd, &file);
	const char *problem = !S_ISREG(file.st_mode)                  ? "is no plain file"
	                      : file.st_uid != owner                  ? "belongs to another user"
	                      : (file.st_mode & 07777) != entry->mode ? "has other permissions"
	                      : (uint64_t)file.st_size != entry->size ? "has another size"
	                      : entry->size > 0                       ? verify_content(fd, entry)
	                                                              : NULL;
	close(fd);
	return problem;
}

static void *verify_files(void *argument)
{
	struct work *work = argument;
	char path[4096];
	unsigned i;

	while ((i = atomic_fetch_add(&work->next, 1)) < work->bundle->count) {
		const struct entry *entry = &work->bundle->entries[i];

		snprintf(path, sizeof path, "%s/%s", work->folder, entry->path);
		const char *problem = verify_file(entry, path, work->owner);
		if (problem == NULL)
			continue;
		atomic_store(&work->next, work->bundle->count);
		pthread_mutex_lock(&work->lock);
		if (i < work->found) {
			work->found = i;
			work->problem = wrong(path, problem);
		}
		pthread_mutex_unlock(&work->lock);
	}
	return NULL;
}

static unsigned processors(void)
{
	cpu_set_t allowed;

	return sched_getaffinity(0, sizeof allowed, &allowed) == 0 ? CPU_COUNT(&allowed) : 1;
}

static const char *verify_contents(struct work *work)
{
	pthread_t threads[MOST_THREADS];
	pthread_attr_t small;
	unsigned wanted = processors(), started = 0;

	pthread_attr_init(&small);
	pthread_attr_setstacksize(&small, THREAD_STACK);
	while (started + 1 < wanted && started < MOST_THREADS &&
	       pthread_create(&threads[started], &small, verify_files, work) == 0)
		started++;
	verify_files(work);
	while (started > 0)
		pthread_join(threads[--started], NULL);
	return work->problem;
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
	struct work work = { .bundle = bundle, .folder = folder, .owner = owner, .lock = PTHREAD_MUTEX_INITIALIZER,
		             .found = bundle->count };
	char path[4096], last[4096] = "";
	const char *problem = verify_folder(folder, owner);

	for (unsigned i = 0; problem == NULL && i < bundle->count; i++) {
		int length = snprintf(path, sizeof path, "%s/%s", folder, bundle->entries[i].path);

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
	}
	return problem != NULL ? problem : verify_contents(&work);
}
