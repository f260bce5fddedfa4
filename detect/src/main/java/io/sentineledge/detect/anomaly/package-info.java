/**
 * What workloads usually do, and when they leave it: rates by workload, learned with robust
 * statistics. Depends on nothing: who counts and who is told is decided above.
 */
@NullMarked
package io.sentineledge.detect.anomaly;

import org.jspecify.annotations.NullMarked;
