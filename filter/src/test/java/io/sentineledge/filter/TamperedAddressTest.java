package io.sentineledge.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sentineledge.event.EventType;
import io.sentineledge.event.RecordFlag;
import io.sentineledge.event.RecordLayout.Net;
import io.sentineledge.event.RecordLayout.Socket;
import io.sentineledge.event.RecordWriter;
import io.sentineledge.state.EventIntake;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * What is said of the address that a call was given, by what the memory held at both ends, what the
 * kernel copied and what its socket has.
 */
class TamperedAddressTest {
  private static final int UNIX = 1;
  private static final int INET = 2;
  private static final int INET6 = 10;
  private static final int STREAM = 1;
  private static final int KERNEL_OBJECT = 1;
  private static final int USER_MEMORY = 3;

  /** A struct sockaddr_in of 192.0.2.HOST, port 80. */
  private static byte[] inet(int host) {
    return inet(host, 80);
  }

  private static byte[] inet(int host, int port) {
    byte[] bytes = new byte[16];
    bytes[0] = INET;
    bytes[2] = (byte) (port >> 8);
    bytes[3] = (byte) port;
    bytes[4] = (byte) 192;
    bytes[6] = 2;
    bytes[7] = (byte) host;
    return bytes;
  }

  private static byte[] unix(String name) {
    byte[] bytes = new byte[110];
    bytes[0] = UNIX;
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(text, 0, bytes, 2, text.length);
    return bytes;
  }

  private static RecordWriter given(EventType type, byte[] begun, byte[] ended) {
    return new RecordWriter(type).text(Net.BEGUN, begun).text(Net.ENDED, ended);
  }

  /** A call whose address is what the memory held at its end, or the kernel's copy. */
  private static RecordWriter failed(byte[] begun, byte[] ended) {
    return given(EventType.CONNECT, begun, ended)
        .u8(Net.SOCKET + Socket.PROVENANCE, USER_MEMORY)
        .flag(RecordFlag.MEMORY_SHARED);
  }

  /** A connection to 192.0.2.HOST, port 80, by a process of several threads. */
  private static RecordWriter connected(int host, byte[] begun, byte[] ended) {
    return given(EventType.CONNECT, begun, ended)
        .u8(Net.SOCKET + Socket.PROVENANCE, KERNEL_OBJECT)
        .u16(Net.SOCKET + Socket.TYPE, STREAM)
        .u16(Net.SOCKET + Socket.FAMILY, INET)
        .u32(Net.SOCKET + Socket.RADDR, host << 24 | 0x0200c0)
        .u16(Net.SOCKET + Socket.RPORT, 80)
        .flag(RecordFlag.MEMORY_SHARED);
  }

  private static void assertTold(String expected, RecordWriter record) throws Exception {
    OutputFormat output = OutputFormat.compile("%evt.tampered %evt.tampered.name", "test");
    AtomicReference<String> text = new AtomicReference<>();
    new EventIntake(new Scene().context(), event -> text.set(output.format(event)))
        .accept(MemorySegment.ofArray(record.build()), 0);
    assertEquals(expected, text.get());
  }

  @Test
  void ofAFailedCallTheAddressAtTheBeginningIsTheOther() throws Exception {
    assertTold("true 192.0.2.1:80", failed(inet(1), inet(2)));
    assertTold("true 192.0.2.1:80", failed(inet(1), inet(1, 81)));
    assertTold("<NA> <NA>", failed(inet(1), inet(1))); // it may have been put back
  }

  @Test
  void whatTheKernelCopiedLeavesNoDoubt() throws Exception {
    assertTold("true 192.0.2.2:80", failed(inet(1), inet(2)).flag(RecordFlag.NAME_COPIED));
    assertTold("false <NA>", failed(inet(1), inet(1)).flag(RecordFlag.NAME_COPIED));
    assertTold("false <NA>", connected(3, inet(1), inet(1)).flag(RecordFlag.NAME_COPIED));
  }

  @Test
  void theSocketTellsWhichOneWasUsed() throws Exception {
    assertTold("true 192.0.2.2:80", connected(1, inet(1), inet(2)));
    assertTold("true 192.0.2.1:80", connected(2, inet(1), inet(2)));
    assertTold("true 192.0.2.1:80", connected(2, inet(1), inet(1)));
    assertTold("false <NA>", connected(1, inet(1), inet(1)));
  }

  @Test
  void whatTheKernelChoosesIsNoTampering() throws Exception {
    byte[] any = new byte[16];
    any[0] = INET;
    assertTold("false <NA>", connected(1, any, any));
    byte[] anyOfSix = new byte[28];
    anyOfSix[0] = INET6;
    assertTold("false <NA>", connected(1, anyOfSix, anyOfSix));
    // One thread: a control group's program has sent it elsewhere
    assertTold("false <NA>", given(EventType.CONNECT, inet(1), inet(1)));
  }

  @Test
  void anAddressThatIsGoneAtTheEndWasRewritten() throws Exception {
    assertTold(
        "true 192.0.2.1:80",
        new RecordWriter(EventType.SENDMSG)
            .text(Net.BEGUN, inet(1))
            .u8(Net.SOCKET + Socket.PROVENANCE, USER_MEMORY));
    assertTold("<NA> <NA>", new RecordWriter(EventType.SENDTO).text(Net.ENDED, inet(1)));
  }

  @Test
  void namesOfUnixSocketsAreComparedAsTheKernelReadsThem() throws Exception {
    byte[] behind = unix("/run/a\0b");
    assertTold("<NA> <NA>", failed(unix("/run/a"), behind));
    assertTold("true /run/a", failed(unix("/run/a"), unix("/run/b")));
    byte[] hidden = ByteBuffer.allocate(9).put(unix("\0hidden"), 0, 9).array();
    assertTold("true @hidden", failed(hidden, unix("/run/b")));
  }

  @Test
  void ofOtherFamiliesOnlyTheBytesAreCompared() throws Exception {
    byte[] link =
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putShort((short) 17).array();
    byte[] other = link.clone();
    other[7] = 1;
    assertTold("true <NA>", failed(link, other));
    assertTold("<NA> <NA>", failed(link, link));
  }
}
