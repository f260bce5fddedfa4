package io.sentineledge.filter.field;

/** What a field asks of the kernel beside events of the types that it is for. */
public enum Demand {
  /** To listen to name servers. */
  DOMAIN_NAMES,
  /** To read what name servers are asked. */
  QUESTIONS,
  /** To read names in a process's memory when a call begins, too. */
  NAMES_AT_ENTRY
}
