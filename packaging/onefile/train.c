#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "fail.h"
#include "runtime.h"

enum { LONGEST_SECONDS = 600 };

/* The training run ends by itself, after it has written: it is given the time that a busy machine needs. */
static bool ends_by_itself(pid_t trainee)
{
	const struct timespec pause = { 0, 100000000 };
	time_t end = time(NULL) + LONGEST_SECONDS;
	int status = 0;

	while (waitpid(trainee, &status, WNOHANG) == 0) {
		if (time(NULL) >= end)
			kill(trainee, SIGKILL);
		nanosleep(&pause, NULL);
	}
	return WIFEXITED(status);
}

static void train_once(const struct runtime_paths *paths, const char *fresh)
{
	static char output[4096 + 96];
	struct stat made;

	snprintf(output, sizeof output, "-XX:AOTCacheOutput=%s", fresh);
	pid_t trainee = fork();
	if (trainee == 0) {
		char *command[] = { "sentinel-edge-training", (char *)paths->options, (char *)paths->library, output, "-cp",
			            (char *)paths->jar, "io.sentineledge.agent.Training", NULL };
		char *environment[] = { "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8", NULL };
		int nothing = open("/dev/null", O_RDWR);

		for (int fd = 0; fd < 3; fd++)
			dup2(nothing, fd);
		setpriority(PRIO_PROCESS, 0, 10);
		execve(paths->java, command, environment);
		_exit(127);
	}
	if (ends_by_itself(trainee) && stat(fresh, &made) == 0 && made.st_size > 0)
		rename(fresh, paths->cache);
}

/* Where another start is at it: waits for that one, or leaves it alone. */
static void train(const char *folder, bool wait)
{
	static struct runtime_paths paths;
	static char fresh[4096 + 64];

	runtime_paths(&paths, folder);
	snprintf(fresh, sizeof fresh, "%s/training.aot", folder);
	int one = open(fresh, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
	if (one < 0 || flock(one, wait ? LOCK_EX : LOCK_EX | LOCK_NB) != 0)
		return;
	if (access(paths.cache, F_OK) != 0)
		train_once(&paths, fresh);
	unlink(fresh);
}

void runtime_train(const char *folder, bool wait)
{
	pid_t child = fork();

	if (child == 0) {
		if (!wait) {
			/* Nobody waits for it: a child of init's, apart from the terminal */
			setsid();
			int nothing = open("/dev/null", O_RDWR);
			for (int fd = 0; fd < 3; fd++)
				dup2(nothing, fd);
			if (fork() != 0)
				_exit(0);
		}
		train(folder, wait);
		_exit(0);
	}
	waitpid(child, NULL, 0);
}
