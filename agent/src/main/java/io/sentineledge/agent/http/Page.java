package io.sentineledge.agent.http;

import java.util.function.Function;

/**
 * What a path answers.
 *
 * @param open whether it needs no token
 * @param answer given the Accept header
 */
public record Page(boolean open, Function<String, Answer> answer) {}
