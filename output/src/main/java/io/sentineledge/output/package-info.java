/**
 * Where alerts go: a bounded queue between detection and a thread that writes, a writer for people
 * at a terminal, one for programs (JSON), and the escaping that keeps hostile names harmless in
 * both. Depends on {@code detect}.
 */
@NullMarked
package io.sentineledge.output;

import org.jspecify.annotations.NullMarked;
