package io.sentineledge.state;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MountsTest {
  private static final HostRoot HOST = HostRoot.find(Path.of("/proc"), Lookups.direct());
  private static final int MOUNT = HOST.mountNamespace();
  private static final int PID = HOST.pidNamespace();
  private static final int USER = HOST.userNamespace();

  @Test
  void hostByTheMountNamespaceAlone() {
    assertEquals(Mounts.HOST, Mounts.of(HOST, MOUNT, PID + 1, USER));
  }

  @Test
  void containersHaveAPidNamespaceAndAreMadeByTheHostsRoot() {
    assertEquals(Mounts.CONTAINER, Mounts.of(HOST, MOUNT + 1, PID + 1, USER));
  }

  @Test
  void othersAreAnybodys() {
    assertEquals(Mounts.OWN, Mounts.of(HOST, MOUNT + 1, PID, USER));
    assertEquals(Mounts.OWN, Mounts.of(HOST, MOUNT + 1, PID + 1, USER + 1));
  }

  @Test
  void whatIsNotKnownCountsAsTheHosts() {
    assertEquals(Mounts.HOST, Mounts.of(HOST, 0, 0, 0));
    assertEquals(Mounts.HOST, Mounts.of(HostRoot.unknown("test"), MOUNT + 1, PID, USER));
  }
}
