/**
 * Captures: files that hold the records of a machine, to be read again elsewhere and later. {@link
 * io.sentineledge.sensor.capture.RecordingSource} writes what passes through it, {@link
 * io.sentineledge.sensor.capture.ReplaySource} hands it out again. {@code docs/capture.md} has the
 * format byte by byte.
 *
 * <p>A file that is read is not trusted: every block is checksummed, and every record is checked
 * before it is handed out.
 *
 * <p>May depend on {@code event} and the sensor's interfaces; knows no kernel.
 */
@NullMarked
package io.sentineledge.sensor.capture;

import org.jspecify.annotations.NullMarked;
