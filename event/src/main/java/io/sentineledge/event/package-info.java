/**
 * Events as the kernel programs write them: types, the layout of a record, views that read a record
 * in place, and a writer that makes records for tests and replay. Depends on nothing else of the
 * project, and on no kernel.
 */
@NullMarked
package io.sentineledge.event;

import org.jspecify.annotations.NullMarked;
