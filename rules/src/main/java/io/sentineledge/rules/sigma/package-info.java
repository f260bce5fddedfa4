/**
 * Sigma rules: reads them, maps their log sources and fields to events and fields of the condition
 * language, and turns what they detect into its expressions. Depends on {@code rules} for YAML and
 * findings and on {@code filter} for expressions.
 */
@NullMarked
package io.sentineledge.rules.sigma;

import org.jspecify.annotations.NullMarked;
