package io.sentineledge.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.sentineledge.event.Text;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostAccountsTest {
  private static final long SECOND = 1_000_000_000L;

  @TempDir Path root;

  @BeforeEach
  void folder() throws IOException {
    Files.createDirectories(root.resolve("etc"));
  }

  private void passwd(String content) throws IOException {
    Files.writeString(root.resolve("etc/passwd"), content);
  }

  private static @Nullable String string(@Nullable Text text) {
    return text == null ? null : text.toString();
  }

  @Test
  void namesHomesAndShells() throws IOException {
    passwd("root:x:0:0:root:/root:/bin/bash\nann:x:1000:1000:Ann,,,:/home/ann:/bin/zsh\n");
    Files.writeString(root.resolve("etc/group"), "root:x:0:\nwheel:x:10:ann,bob\n");
    HostAccounts accounts = new HostAccounts(HostRoot.at(root));
    assertEquals("root", string(accounts.userName(0)));
    assertEquals("ann", string(accounts.userName(1000)));
    assertEquals("/home/ann", string(accounts.home(1000)));
    assertEquals("/bin/zsh", string(accounts.shell(1000)));
    assertEquals("wheel", string(accounts.groupName(10)));
    assertNull(accounts.userName(10));
    assertNull(accounts.userName(-1));
    assertNull(accounts.home(7));
  }

  @Test
  void brokenLinesAreLeftOut() throws IOException {
    passwd(
        """

        :
        ::::::
        :x:1:1::/:/bin/sh
        short:x:2
        word:x:two:2::/:/bin/sh
        huge:x:99999999999:1::/:/bin/sh
        minus:x:-5:1::/:/bin/sh
        # comment
        +::::::
        first:x:3:3::/a:/bin/a
        second:x:3:3::/b:/bin/b
        nobody:x:4294967294:1:::
        \0\0\0
        b\u00e4r:x:5:5:a:/c:/bin/c:extra
        last:x:6:6::/d:/bin/d\
        """);
    HostAccounts accounts = new HostAccounts(HostRoot.at(root));
    assertNull(accounts.userName(0));
    assertNull(accounts.userName(1));
    assertNull(accounts.userName(2));
    assertEquals("first", string(accounts.userName(3)));
    assertEquals("/a", string(accounts.home(3)));
    assertEquals("nobody", string(accounts.userName(-2)));
    assertEquals("", string(accounts.home(-2)));
    assertEquals("b\u00e4r", string(accounts.userName(5)));
    assertEquals("/bin/c", string(accounts.shell(5)));
    assertEquals("/bin/d", string(accounts.shell(6)));
  }

  @Test
  void manyUsers() throws IOException {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      all.append("user").append(i).append(":x:").append(i * 7).append(":1::/:/bin/sh\n");
    }
    passwd(all.toString());
    HostAccounts accounts = new HostAccounts(HostRoot.at(root));
    for (int i = 0; i < 20_000; i++) {
      assertEquals("user" + i, string(accounts.userName(i * 7)));
      assertNull(accounts.userName(i * 7 + 1));
    }
  }

  @Test
  void changesAreTakenInOnceASecond() throws IOException {
    HostAccounts accounts = new HostAccounts(HostRoot.at(root));
    assertNull(accounts.userName(1));
    accounts.refresh(10 * SECOND);
    passwd("one:x:1:1::/:/bin/sh\n");
    accounts.refresh(11 * SECOND - 1);
    assertNull(accounts.userName(1));
    accounts.refresh(11 * SECOND);
    assertEquals("one", string(accounts.userName(1)));

    Path other = root.resolve("etc/passwd+");
    Files.writeString(other, "uno:x:1:1::/:/bin/sh\n");
    Files.setLastModifiedTime(other, Files.getLastModifiedTime(root.resolve("etc/passwd")));
    Files.move(other, root.resolve("etc/passwd"), StandardCopyOption.REPLACE_EXISTING);
    accounts.refresh(12 * SECOND);
    assertEquals("uno", string(accounts.userName(1)));

    Files.delete(root.resolve("etc/passwd"));
    accounts.refresh(13 * SECOND);
    assertNull(accounts.userName(1));
    Files.createDirectory(root.resolve("etc/passwd"));
    accounts.refresh(14 * SECOND);
    assertNull(accounts.userName(1));
  }

  @Test
  void linksStayWithinTheHostsRoot() throws IOException {
    Files.createDirectories(root.resolve("run/a"));
    Files.write(root.resolve("run/passwd"), "in:x:1:1::/:\n".getBytes(StandardCharsets.UTF_8));
    Files.createSymbolicLink(root.resolve("run/a/up"), Path.of("../../../../run"));
    Files.createSymbolicLink(root.resolve("etc/passwd"), Path.of("/run/a/up/passwd"));
    assertEquals("in", string(new HostAccounts(HostRoot.at(root)).userName(1)));
    Files.createSymbolicLink(root.resolve("etc/group"), Path.of("/etc/group"));
    assertNull(new HostAccounts(HostRoot.at(root)).groupName(0));
  }

  @Test
  void theHostsOwnFiles() {
    HostRoot host = HostRoot.find(Path.of("/proc"), Lookups.direct());
    HostAccounts accounts = new HostAccounts(host);
    assertEquals(host.isKnown() ? "root" : null, string(accounts.userName(0)), host.description());
    HostRoot none = HostRoot.find(root, Lookups.direct());
    assertEquals(false, none.isKnown());
    assertNull(new HostAccounts(none).userName(0));
  }
}
