package io.sentineledge.state;

import io.sentineledge.state.FileIdentities.Literal;
import org.jspecify.annotations.Nullable;

/** Files by device and inode, with the paths that name them. */
final class IdentityTable {
  /** Scope of what counts in every mount namespace. */
  static final int HOST = 0;

  /** Most identities learnt from events; when there are more, all of them are learnt anew. */
  private static final int MOST_LEARNT = 4096;

  private static final int BUCKETS = 2048;

  private @Nullable Identity[] buckets = new @Nullable Identity[BUCKETS];

  /** A bit for each bucket that is not empty: all that is looked at for nearly every file. */
  private final long[] used = new long[BUCKETS / Long.SIZE];

  private int learnt;

  /** One path's file in one mount namespace, from one source. */
  static final class Identity {
    final Literal literal;
    final int scope;
    final boolean fromStat;
    final int device;
    final long inode;

    /** Others with the same hash, mostly of other files. */
    @Nullable Identity next;

    Identity(Literal literal, int scope, boolean fromStat, int device, long inode) {
      this.literal = literal;
      this.scope = scope;
      this.fromStat = fromStat;
      this.device = device;
      this.inode = inode;
    }

    boolean is(int otherDevice, long otherInode) {
      return device == otherDevice && inode == otherInode;
    }

    boolean visibleIn(int otherScope) {
      return scope == HOST || scope == otherScope;
    }
  }

  private static int bucket(int device, long inode) {
    long mixed = (inode ^ device) * 0x9E3779B97F4A7C15L;
    return (int) (mixed >>> 53);
  }

  /** Begins a walk over identities among which are all those of a file. */
  @Nullable Identity first(int device, long inode) {
    int bucket = bucket(device, inode);
    return (used[bucket / Long.SIZE] & 1L << bucket) == 0 ? null : buckets[bucket];
  }

  /** An event showed that a path names a file. */
  void learn(Literal literal, int scope, int device, long inode) {
    for (Identity at = first(device, inode); at != null; at = at.next) {
      if (at.literal == literal && !at.fromStat && at.scope == scope && at.is(device, inode)) {
        return;
      }
    }
    if (learnt >= MOST_LEARNT) {
      removeAll(null, HOST, false);
    }
    forget(literal, scope);
    insert(new Identity(literal, scope, false, device, inode));
    learnt++;
  }

  /** Removes what events showed of a path in one scope. */
  void forget(Literal literal, int scope) {
    removeAll(literal, scope, false);
  }

  /** Sets what stat says of a path; null: there is no such file. */
  void set(Literal literal, @Nullable FileStat stat) {
    removeAll(literal, HOST, true);
    if (stat != null) {
      insert(new Identity(literal, HOST, true, stat.device(), stat.inode()));
    }
  }

  private void insert(Identity identity) {
    int bucket = bucket(identity.device, identity.inode);
    identity.next = buckets[bucket];
    buckets[bucket] = identity;
    used[bucket / Long.SIZE] |= 1L << bucket;
  }

  /** Removes identities of a path in one scope, or of all paths and scopes. */
  private void removeAll(@Nullable Literal literal, int scope, boolean fromStat) {
    for (int i = 0; i < BUCKETS; i++) {
      Identity kept = null;
      Identity next;
      for (Identity at = buckets[i]; at != null; at = next) {
        next = at.next;
        boolean remove =
            at.fromStat == fromStat
                && (literal == null || (at.literal == literal && at.scope == scope));
        if (remove) {
          learnt -= fromStat ? 0 : 1;
        } else {
          at.next = kept;
          kept = at;
        }
      }
      buckets[i] = kept;
      if (kept == null) {
        used[i / Long.SIZE] &= ~(1L << i);
      }
    }
  }
}
