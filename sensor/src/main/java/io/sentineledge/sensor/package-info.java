/**
 * Where records come from: the running kernel, a list in memory, a capture. All are {@link
 * io.sentineledge.sensor.EventSource}s, so that everything above runs without a kernel.
 *
 * <p>May depend on {@code bpf} (the compiled programs), {@code kernel} and {@code event}. It
 * decides what is loaded, in which order the lanes are read and when the reader sleeps; it does not
 * look into a record beyond its type.
 */
@NullMarked
package io.sentineledge.sensor;

import org.jspecify.annotations.NullMarked;
