package io.sentineledge.agent;

import io.sentineledge.kernel.CachedNames;
import io.sentineledge.state.FileStat;
import io.sentineledge.state.NameCache;

/** This machine's kernel, asked for what it remembers of names. */
final class KernelNames implements NameCache {
  private final CachedNames names = new CachedNames();

  @Override
  public Answer find(byte[] name, boolean follow) {
    return switch (names.find(name, follow)) {
      case FOUND -> Answer.FOUND;
      case MISSING -> Answer.MISSING;
      case UNKNOWN -> Answer.UNKNOWN;
    };
  }

  @Override
  public FileStat stat() {
    return new FileStat(names.device(), names.inode(), names.size(), names.mtime(), names.ctime());
  }

  @Override
  public byte[] path() {
    return names.path();
  }
}
