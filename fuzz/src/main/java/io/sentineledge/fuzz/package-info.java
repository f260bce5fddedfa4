/**
 * Coverage-guided fuzzing of what reads foreign files: rule files, conditions, Sigma files,
 * captures. {@code fuzz/run} runs each target under Jazzer for some time; inputs that once failed
 * lie beside the tests and are tried in every build. May depend on everything.
 */
@NullMarked
package io.sentineledge.fuzz;

import org.jspecify.annotations.NullMarked;
