package io.sentineledge.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sentineledge.event.EventType;
import io.sentineledge.event.RecordLayout.Header;
import io.sentineledge.event.RecordLayout.Net;
import io.sentineledge.event.RecordLayout.Socket;
import io.sentineledge.event.RecordWriter;
import io.sentineledge.state.EventContext;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/** Ends of sockets that are no addresses of IP, and connects to none. */
class SocketEndsTest {
  private static final int INET = 2;
  private static final int VSOCK = 40;
  private static final int ESTABLISHED = 1;
  private static final int CLOSED = 7;
  private static final int KERNEL_OBJECT = 1;
  private static final int REFUSED = 111;

  private static RecordWriter socket(EventType type, int family, int state) {
    return new RecordWriter(type)
        .u16(Net.SOCKET + Socket.FAMILY, family)
        .u8(Net.SOCKET + Socket.STATE, state)
        .u8(Net.SOCKET + Socket.PROVENANCE, KERNEL_OBJECT);
  }

  /** From port 5000 of 127.0.0.1 to a port of the same address. */
  private static RecordWriter connect(int state, int port) {
    return socket(EventType.CONNECT, INET, state)
        .u32(Net.SOCKET + Socket.LADDR, 0x0100007f)
        .u32(Net.SOCKET + Socket.RADDR, 0x0100007f)
        .u16(Net.SOCKET + Socket.LPORT, 5000)
        .u16(Net.SOCKET + Socket.RPORT, port);
  }

  private static RecordWriter ends(RecordWriter writer, int cid, int port, int peer, int peerPort) {
    return writer
        .u32(Net.SOCKET + Socket.LADDR, cid)
        .u32(Net.SOCKET + Socket.LADDR + 4, port)
        .u32(Net.SOCKET + Socket.RADDR, peer)
        .u32(Net.SOCKET + Socket.RADDR + 4, peerPort);
  }

  private static String told(RecordWriter record, String format) throws Exception {
    EventContext context = new Scene().context();
    context.event().wrap(MemorySegment.ofArray(record.build()), 0);
    context.begin(null);
    return OutputFormat.compile(format, "test").format(context);
  }

  @Test
  void aConnectToNoAddressHasNoOtherEnd() throws Exception {
    assertEquals(
        "AF_UNSPEC <NA> <NA> <NA> <NA> 127.0.0.1 5000 false ipv4",
        told(
            connect(CLOSED, 0),
            "%evt.arg.addr %fd.name %fd.sip %fd.sport %fd.rip %fd.lip %fd.lport %fd.connected"
                + " %fd.type"));
  }

  @Test
  void otherConnectsHaveOne() throws Exception {
    String format = "%evt.arg.addr %fd.name %fd.connected";
    assertEquals(
        "127.0.0.1:0 127.0.0.1:5000->127.0.0.1:0 true", told(connect(ESTABLISHED, 0), format));
    // Of TCP: reset before the call had ended.
    assertEquals(
        "127.0.0.1:80 127.0.0.1:5000->127.0.0.1:80 true", told(connect(CLOSED, 80), format));
    assertEquals(
        "127.0.0.1:0 127.0.0.1:5000->127.0.0.1:0 false",
        told(connect(CLOSED, 0).u64(Header.RESULT, -REFUSED), format));
  }

  @Test
  void virtualMachinesAndTheirHosts() throws Exception {
    RecordWriter connect = socket(EventType.CONNECT, VSOCK, ESTABLISHED);
    assertEquals(
        "2:1024 3:70000->2:1024 vsock <NA> <NA>",
        told(
            ends(connect, 3, 70000, 2, 1024),
            "%evt.arg.addr %fd.name %fd.sockfamily %fd.sip %fd.type"));
    RecordWriter accept = socket(EventType.ACCEPT, VSOCK, ESTABLISHED);
    assertEquals("3:70000->2:1024", told(ends(accept, 2, 1024, 3, 70000), "%evt.arg.tuple"));
    RecordWriter bind = socket(EventType.BIND, VSOCK, CLOSED);
    assertEquals("4294967295:22", told(ends(bind, -1, 22, 0, 0), "%evt.arg.addr"));
    assertEquals("<NA>", told(socket(EventType.BIND, VSOCK, CLOSED), "%evt.arg.addr"));
  }
}
