#include <fcntl.h>
#include <poll.h>
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

enum { LONGEST_SECONDS = 60, SETTLE_SECONDS = 2, ATTEMPTS = 3 };

/* The training run says 'ready:' where it may load programs, and ends by itself where it may not. */
static void stop_when_ready(pid_t trainee, int log)
{
	char text[65536];
	size_t size = 0;
	time_t end = time(NULL) + LONGEST_SECONDS;

	while (time(NULL) < end) {
		struct pollfd poll_log = { log, POLLIN, 0 };
		if (poll(&poll_log, 1, 1000) > 0) {
			ssize_t got = read(log, text + size, sizeof text - 1 - size);
			if (got <= 0)
				break;
			size += got;
			text[size] = 0;
			if (strncmp(text, "ready:", 6) == 0 || strstr(text, "\nready:") != NULL) {
				sleep(SETTLE_SECONDS);
				break;
			}
			size = size > sizeof text / 2 ? 0 : size;
		}
	}
	kill(trainee, SIGTERM);
	waitpid(trainee, NULL, 0);
}

/* On a busy machine the trainee may not stop within the time that an agent has for it, and is cut short: then there is no cache. */
static bool train_once(const struct runtime_paths *paths, const char *fresh)
{
	static char output[4096 + 96];
	struct stat made;
	int log[2];

	if (pipe2(log, O_CLOEXEC) != 0)
		return false;
	snprintf(output, sizeof output, "-XX:AOTCacheOutput=%s", fresh);
	pid_t trainee = fork();
	if (trainee == 0) {
		char *command[] = { "sentinel-edge-training", (char *)paths->options, (char *)paths->library, output, "-cp",
			            (char *)paths->jar, "io.sentineledge.agent.Training", NULL };
		char *environment[] = { "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8", NULL };
		int nothing = open("/dev/null", O_RDWR);

		dup2(nothing, 0);
		dup2(nothing, 1);
		dup2(log[1], 2);
		setpriority(PRIO_PROCESS, 0, 10);
		execve(paths->java, command, environment);
		_exit(127);
	}
	close(log[1]);
	stop_when_ready(trainee, log[0]);
	close(log[0]);
	return stat(fresh, &made) == 0 && made.st_size > 0 && rename(fresh, paths->cache) == 0;
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
	for (int attempt = 0; attempt < ATTEMPTS && access(paths.cache, F_OK) != 0; attempt++)
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
