#include "runtime.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>
#include "fail.h"

/* Of root, in the order in which they are looked for; a package fills the first. */
static const char *const ROOTS[] = {
	"/usr/lib/sentineledge/runtime",
	"/usr/local/lib/sentineledge/runtime",
	"/var/lib/sentineledge/runtime",
};

static char chosen[4096];

static int remove_one(const char *path, const struct stat *file, int type, struct FTW *at)
{
	(void)file;
	(void)type;
	(void)at;
	return remove(path);
}

static void remove_tree(const char *path)
{
	nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* Keeps a folder from being removed; the lock is inherited by what this process becomes. */
static bool hold(const char *folder)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY);

	return fd >= 0 && flock(fd, LOCK_SH | LOCK_NB) == 0;
}

/* Removes other versions that no process holds, and what an unpacking that was killed left. */
static void remove_unused(const char *root, const char *name)
{
	DIR *folders = opendir(root);
	struct dirent *each;
	char path[4096];

	while (folders != NULL && (each = readdir(folders)) != NULL) {
		if (each->d_name[0] == '.' || strcmp(each->d_name, name) == 0 || strcmp(each->d_name, "lock") == 0)
			continue;
		snprintf(path, sizeof path, "%s/%s", root, each->d_name);
		int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0)
			remove_tree(path);
		if (fd >= 0)
			close(fd);
	}
	if (folders != NULL)
		closedir(folders);
}

/* Whether nobody but root and the user can replace what lies below: a folder that others own could be exchanged. */
static bool is_safe(const char *path, unsigned owner)
{
	char part[4096];
	struct stat folder;

	snprintf(part, sizeof part, "%s", path);
	for (;;) {
		if (stat(part, &folder) == 0 && ((folder.st_uid != 0 && folder.st_uid != owner) ||
		                                 ((folder.st_mode & 022) != 0 && (folder.st_mode & S_ISVTX) == 0)))
			return false;
		char *slash = strrchr(part, '/');
		if (slash == NULL || slash == part)
			return true;
		*slash = 0;
	}
}

static int make_folders(const char *path)
{
	char part[4096];

	snprintf(part, sizeof part, "%s", path);
	for (char *slash = part + 1; (slash = strchr(slash, '/')) != NULL; slash++) {
		*slash = 0;
		if (mkdir(part, 0755) != 0 && errno != EEXIST)
			return -1;
		*slash = '/';
	}
	return mkdir(part, 0755) != 0 && errno != EEXIST ? -1 : 0;
}

/* Unpacks below a root, unless another process has just done so. NULL, or why it can't. */
static const char *unpack(const struct bundle *bundle, const char *root, unsigned owner)
{
	static char reason[4096 + 256];
	char lock[4096 + 8], fresh[4096 + 64];
	struct statvfs mount;

	if (make_folders(root) != 0) {
		snprintf(reason, sizeof reason, "%s cannot be made: %s", root, strerror(errno));
		return reason;
	}
	if (!is_safe(root, owner)) {
		snprintf(reason, sizeof reason, "%s lies in a folder that another user owns or can write to", root);
		return reason;
	}
	if (statvfs(root, &mount) == 0 && (mount.f_flag & ST_NOEXEC) != 0) {
		snprintf(reason, sizeof reason, "%s is on a file system mounted noexec", root);
		return reason;
	}
	snprintf(lock, sizeof lock, "%s/lock", root);
	int fd = open(lock, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0 || flock(fd, LOCK_EX) != 0) {
		snprintf(reason, sizeof reason, "%s cannot be written: %s", root, strerror(errno));
		return reason;
	}
	const char *problem = bundle_verify(bundle, chosen, owner);
	if (problem != NULL && *problem == 0) {
		snprintf(fresh, sizeof fresh, "%s/new-%d", root, getpid());
		remove_tree(fresh);
		if (mkdir(fresh, 0755) != 0)
			fail("cannot make %s: %s", fresh, strerror(errno));
		bundle_unpack(bundle, fresh);
		if (rename(fresh, chosen) != 0)
			fail("cannot rename %s to %s: %s", fresh, chosen, strerror(errno));
		remove_unused(root, bundle->name);
	}
	close(fd);
	return NULL;
}

/* Whether the verified runtime is below a root. Ends the program where it was altered. */
static bool found(const struct bundle *bundle, const char *root, unsigned owner)
{
	snprintf(chosen, sizeof chosen, "%s/%s", root, bundle->name);
	const char *problem = bundle_verify(bundle, chosen, owner);

	if (problem != NULL && *problem != 0)
		fail("refusing to start: %s; remove %s and start again", problem, chosen);
	if (problem == NULL && !is_safe(root, owner))
		fail("refusing to start: %s lies in a folder that another user owns or can write to", chosen);
	return problem == NULL && hold(chosen);
}

const char *runtime_folder(const struct bundle *bundle, bool file_capabilities)
{
	const char *asked = file_capabilities ? NULL : getenv("SENTINEL_RUNTIME_DIR");
	const char *problem = "";
	unsigned user = geteuid();
	char cache[4096];

	umask(022);
	if (asked != NULL && *asked != 0) {
		if (*asked != '/')
			fail("SENTINEL_RUNTIME_DIR=%s is not an absolute path", asked);
		if (found(bundle, asked, user) ||
		    ((problem = unpack(bundle, asked, user)) == NULL && found(bundle, asked, user)))
			return chosen;
		fail("%s; SENTINEL_RUNTIME_DIR names where the runtime is unpacked", problem);
	}
	for (unsigned i = 0; i < sizeof ROOTS / sizeof *ROOTS; i++)
		if (found(bundle, ROOTS[i], 0))
			return chosen;
	if (file_capabilities)
		fail("this file has capabilities and needs a runtime that root unpacked: run once 'sudo sentinel-edge setup'");
	if (user == 0) {
		for (unsigned i = 1; i < sizeof ROOTS / sizeof *ROOTS; i++) {
			snprintf(chosen, sizeof chosen, "%s/%s", ROOTS[i], bundle->name);
			if ((problem = unpack(bundle, ROOTS[i], 0)) == NULL && found(bundle, ROOTS[i], 0))
				return chosen;
		}
		fail("the runtime cannot be unpacked: %s; make the folder writable, or name another one with "
		     "SENTINEL_RUNTIME_DIR",
		     problem);
	}
	const char *base = getenv("XDG_CACHE_HOME");
	const char *home = getenv("HOME");
	if (base != NULL && *base == '/')
		snprintf(cache, sizeof cache, "%s/sentineledge", base);
	else if (home != NULL && *home == '/')
		snprintf(cache, sizeof cache, "%s/.cache/sentineledge", home);
	else
		fail("neither HOME nor XDG_CACHE_HOME is set: name a folder for the runtime with SENTINEL_RUNTIME_DIR");
	if (found(bundle, cache, user) ||
	    ((problem = unpack(bundle, cache, user)) == NULL && found(bundle, cache, user)))
		return chosen;
	fail("the runtime cannot be unpacked: %s; name another folder with SENTINEL_RUNTIME_DIR", problem);
}

void runtime_paths(struct runtime_paths *paths, const char *folder)
{
	snprintf(paths->java, sizeof paths->java, "%s/bin/sentinel-edge", folder);
	snprintf(paths->options, sizeof paths->options, "@%s/app/jvm.options", folder);
	snprintf(paths->library, sizeof paths->library, "-Dsentineledge.libbpf=%s/lib/libbpf.so.1", folder);
	snprintf(paths->jar, sizeof paths->jar, "%s/app/sentinel-edge.jar", folder);
	snprintf(paths->cache, sizeof paths->cache, "%s/sentinel-edge.aot", folder);
}
