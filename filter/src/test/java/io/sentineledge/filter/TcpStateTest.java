package io.sentineledge.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.sentineledge.event.EventType;
import io.sentineledge.event.RecordLayout.Header;
import io.sentineledge.event.RecordLayout.Net;
import io.sentineledge.event.RecordLayout.Socket;
import io.sentineledge.event.RecordWriter;
import io.sentineledge.state.EventIntake;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * States of connections: whose they are, and which end is the server, where that is known alone.
 */
class TcpStateTest {
  private static final int INET = 2;
  private static final int CONNECTION_RESET = 104;
  private static final int SERVER = 2;
  private static final int ACCEPTED = 3;

  /** A connection from port 5000 of 127.0.0.2 to port 80 of 127.0.0.1, at that end. */
  private static RecordWriter closed() {
    return new RecordWriter(EventType.TCP_CLOSE)
        .u64(Header.RESULT, -CONNECTION_RESET)
        .u16(Net.SOCKET + Socket.FAMILY, INET)
        .u32(Net.SOCKET + Socket.LADDR, 0x0100007f)
        .u32(Net.SOCKET + Socket.RADDR, 0x0200007f)
        .u16(Net.SOCKET + Socket.LPORT, 80)
        .u16(Net.SOCKET + Socket.RPORT, 5000);
  }

  private static String told(RecordWriter record, String format) throws Exception {
    OutputFormat output = OutputFormat.compile(format, "test");
    AtomicReference<String> text = new AtomicReference<>();
    EventIntake intake =
        new EventIntake(
            new Scene().context(),
            event -> {
              assertNull(event.process());
              text.set(output.format(event));
            });
    intake.accept(MemorySegment.ofArray(record.build()), 0);
    return text.get();
  }

  @Test
  void nothingIsSaidOfAProcessThatIsNotKnown() throws Exception {
    assertEquals(
        "<NA> <NA> <NA> <NA> <NA> <NA> <NA>",
        told(
            closed(),
            "%proc.pid %proc.name %user.uid %user.name %group.gid %thread.cap_effective"
                + " %evt.arg.role"));
  }

  @Test
  void nothingIsSaidOfAnEndThatIsNotKnown() throws Exception {
    assertEquals(
        "127.0.0.1 5000 <NA> <NA> <NA> ECONNRESET <NA>",
        told(
            closed(),
            "%fd.lip %fd.rport %fd.sip %fd.cport %fd.is_server %evt.res %evt.arg.duration"));
  }

  @Test
  void theProcessIsThatOfTheConnection() throws Exception {
    RecordWriter accepted =
        closed().u32(Header.PID, 7).u32(Net.CALL_FLAGS, SERVER).u32(Net.KIND, ACCEPTED);
    assertEquals(
        "7 127.0.0.2:5000->127.0.0.1:80 127.0.0.1 true accepted",
        told(accepted, "%proc.pid %fd.name %fd.sip %fd.is_server %evt.arg.role"));
  }
}
