package io.sentineledge.state;

/** What the process table counts. Written by the reader's thread, read by any as a snapshot. */
public final class ProcessCounters {
  long images;
  long argumentBytes;
  long evicted;
  long lineageCut;
  long argumentsCut;
  long rebuilt;
  long rebuiltFromProc;
  long completed;
  long exitsMissed;
  long parked;
  long released;
  long givenUp;
  long unknownTypes;

  /** Images in memory now. */
  public long images() {
    return images;
  }

  /** Bytes of argument lists and environments in memory now. */
  public long argumentBytes() {
    return argumentBytes;
  }

  /** Images forgotten before their time, because there were too many. */
  public long evicted() {
    return evicted;
  }

  /** Chains of exited ancestors that were cut because they grew too long. */
  public long lineageCut() {
    return lineageCut;
  }

  /** Argument lists that were cut because all together took too much memory. */
  public long argumentsCut() {
    return argumentsCut;
  }

  /** Images whose own record was lost, put together from a later event. */
  public long rebuilt() {
    return rebuilt;
  }

  /** Those of {@link #rebuilt} for which /proc still had the program and its arguments. */
  public long rebuiltFromProc() {
    return rebuiltFromProc;
  }

  /** Rebuilt images whose own record did come later. */
  public long completed() {
    return completed;
  }

  /** Processes found to be gone without an exit record. */
  public long exitsMissed() {
    return exitsMissed;
  }

  /** Events that waited for their image, since they were read before the record that makes it. */
  public long parked() {
    return parked;
  }

  /** Those of {@link #parked} whose image came. */
  public long released() {
    return released;
  }

  /** Those of {@link #parked} whose image did not come in time. */
  public long givenUp() {
    return givenUp;
  }

  /** Records of a type that this version does not know. */
  public long unknownTypes() {
    return unknownTypes;
  }
}
