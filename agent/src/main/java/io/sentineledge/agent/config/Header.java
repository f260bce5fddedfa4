package io.sentineledge.agent.config;

/** A named text, such as a header of a request. */
public record Header(String name, String value) {}
