/*
 * The one file: finds, verifies or unpacks the runtime that it carries, and becomes the JVM in it. The process keeps its
 * id, and is called sentinel-edge, since the runtime's java is.
 */
#include <errno.h>
#include <linux/capability.h>
#include <stdbool.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "fail.h"
#include "runtime.h"

enum { MOST_ARGUMENTS = 256, MOST_VARIABLES = 128 };

/* What the agent reads of its environment; all else, LD_* and Java's own variables above all, is the caller's affair. */
static const char *const VARIABLES[] = {
	"PATH", "HOME", "TZ", "TERM", "COLUMNS", "NO_COLOR", "COLORTERM", "TMPDIR", "NODE_NAME", "RUST_LOG",
	"NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID", "INVOCATION_ID", "JOURNAL_STREAM", "XDG_CACHE_HOME",
};

static bool is_wanted(const char *variable, bool file_capabilities)
{
	if (strncmp(variable, "SENTINEL_", 9) == 0)
		return !file_capabilities && strncmp(variable, "SENTINEL_RUNTIME_DIR=", 21) != 0;
	for (unsigned i = 0; i < sizeof VARIABLES / sizeof *VARIABLES; i++) {
		size_t length = strlen(VARIABLES[i]);
		if (strncmp(variable, VARIABLES[i], length) == 0 && variable[length] == '=')
			return true;
	}
	return false;
}

static char **wanted(char **environment, bool file_capabilities)
{
	/* Java takes the encoding of file names from the locale: with none, as under systemd, it could not name most files */
	static char locale[] = "LC_ALL=C.UTF-8";
	static char *kept[MOST_VARIABLES + 2] = { locale };
	unsigned count = 1;

	for (; *environment != NULL && count <= MOST_VARIABLES; environment++)
		if (is_wanted(*environment, file_capabilities))
			kept[count++] = *environment;
	return kept;
}

/* Capabilities of the file are lost in the exec of the JVM, whose file has none, unless they are ambient. */
static void pass_on_capabilities(void)
{
	struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct sets[2];

	if (syscall(SYS_capget, &header, sets) != 0)
		fail("cannot read capabilities: %s", strerror(errno));
	for (int i = 0; i < 2; i++)
		sets[i].inheritable = sets[i].effective = sets[i].permitted;
	if (syscall(SYS_capset, &header, sets) != 0)
		fail("cannot pass capabilities on: %s", strerror(errno));
	for (int cap = 0; cap <= CAP_LAST_CAP; cap++)
		if (sets[cap / 32].permitted & 1u << cap % 32)
			prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, cap, 0, 0);
}

/* Whoever may start a file with capabilities must not choose what it does with them. */
static void refuse_choices(char **arguments)
{
	static const char *const CHOICES[] = { "--config", "--set", "--rules", "--no-default-rules" };

	for (; *arguments != NULL; arguments++)
		for (unsigned i = 0; i < sizeof CHOICES / sizeof *CHOICES; i++) {
			size_t length = strlen(CHOICES[i]);
			if (strncmp(*arguments, CHOICES[i], length) == 0 &&
			    ((*arguments)[length] == 0 || (*arguments)[length] == '='))
				fail("%s is not accepted where this file has capabilities: it would lend them to the caller's "
				     "choice; use /etc/sentineledge/config.toml",
				     CHOICES[i]);
		}
}

int main(int count, char **arguments, char **environment)
{
	static struct runtime_paths paths;
	static char log[4096 + 64];
	static char *command[MOST_ARGUMENTS + 16];
	struct bundle bundle;
	struct stat file;
	bool file_capabilities = getauxval(AT_SECURE) != 0;
	bool setup = count == 2 && strcmp(arguments[1], "setup") == 0;
	unsigned n = 0;

	if (count > MOST_ARGUMENTS)
		fail("%d arguments are more than the %d that are possible", count, MOST_ARGUMENTS);
	if (setup && geteuid() != 0)
		fail("setup unpacks the runtime into a folder of root's: run 'sudo sentinel-edge setup'");
	if (file_capabilities)
		refuse_choices(arguments + 1);
	bundle_open(&bundle);
	const char *folder = runtime_folder(&bundle, file_capabilities);
	runtime_paths(&paths, folder);
	if (stat(paths.cache, &file) != 0 && (setup || access(folder, W_OK) == 0) && !file_capabilities)
		runtime_train(folder, setup);
	if (setup) {
		printf("runtime ready in %s\n", folder);
		return 0;
	}
	if (file_capabilities)
		pass_on_capabilities();

	const char *logs = access("/var/log/sentineledge", W_OK) == 0 ? "/var/log/sentineledge" : "/tmp";
	snprintf(log, sizeof log, "-XX:ErrorFile=%s/hs_err_pid%%p.log", logs);
	command[n++] = "sentinel-edge";
	command[n++] = paths.options;
	command[n++] = paths.library;
	command[n++] = log;
	if (stat(paths.cache, &file) == 0 && (file.st_uid == 0 || file.st_uid == geteuid()) && (file.st_mode & 022) == 0) {
		static char option[sizeof paths.cache + 32];
		snprintf(option, sizeof option, "-XX:AOTCache=%s", paths.cache);
		command[n++] = option;
	} else {
		static char option[sizeof paths.cache + 32];
		snprintf(option, sizeof option, "-XX:SharedArchiveFile=%s/app/classes.jsa", folder);
		command[n++] = option;
	}
	command[n++] = "-jar";
	command[n++] = paths.jar;
	for (int i = 1; i < count; i++)
		command[n++] = arguments[i];
	execve(paths.java, command, wanted(environment, file_capabilities));
	/* It was just verified: what is missing is the loader that its header names */
	if (errno == ENOENT)
		fail("this system has no glibc (musl is another C library): glibc 2.31 or later is needed");
	fail("cannot execute %s: %s%s", paths.java, strerror(errno),
	     errno == EACCES ? "; is its file system mounted noexec?" : "");
}
