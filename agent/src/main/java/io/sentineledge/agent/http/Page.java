package io.sentineledge.agent.http;

import java.util.function.Function;

/**
 * What a path answers.
 *
 * @param open whether it needs no token
 */
public record Page(boolean open, Function<Request, Answer> answer) {}
