package io.sentineledge.state;

/** Whose mounts a process saw at exec: what a path of its own is worth. */
public enum Mounts {
  /** Those of the host. */
  HOST,
  /**
   * Others, together with a pid namespace of its own, made by the host's root: what containers
   * have. Root can make the same by hand, other users cannot.
   */
  CONTAINER,
  /** Others: any user can make them and put any file under any path. */
  OWN;

  /** What one namespace tells about another. */
  static Mounts of(HostRoot host, int mountNamespace, int pidNamespace, int userNamespace) {
    if (mountNamespace == 0
        || host.mountNamespace() == 0
        || mountNamespace == host.mountNamespace()) {
      return HOST;
    }
    return pidNamespace != host.pidNamespace() && userNamespace == host.userNamespace()
        ? CONTAINER
        : OWN;
  }
}
