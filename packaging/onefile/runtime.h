/* Where the runtime is unpacked, and keeping that folder. */
#pragma once
#include <stdbool.h>
#include "bundle.h"

/*
 * The folder of the verified runtime; it is unpacked where it may be. Ends the program with one sentence where that is
 * not possible. The folder stays in use, and is not removed by others, for the life of this process.
 *
 * file_capabilities: only a folder of root's counts, and none is made.
 */
const char *runtime_folder(const struct bundle *bundle, bool file_capabilities);

/* What the JVM is started with, of a runtime's folder. */
struct runtime_paths {
	char java[4096 + 32], options[4096 + 32], library[4096 + 64], jar[4096 + 32], cache[4096 + 64];
};

void runtime_paths(struct runtime_paths *paths, const char *folder);

/* Makes the start-up cache, which holds what the JVM found out about its classes, in a process of its own. */
void runtime_train(const char *folder, bool wait);
