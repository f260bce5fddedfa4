/**
 * The binding to the kernel: java.lang.foreign over the system's libbpf (1.1 or later) and libc.
 *
 * <p>It opens, loads and attaches BPF objects, reads maps, iterators and mapped ring buffers,
 * parses BTF and probes what this machine offers. It holds no policy: which programs are loaded,
 * when a reader sleeps and what a record means is decided above. It may depend on the JDK and SLF4J
 * only.
 */
@NullMarked
package io.sentineledge.kernel;

import org.jspecify.annotations.NullMarked;
