package io.sentineledge.filter.field;

import io.sentineledge.event.RecordLayout.Net;
import io.sentineledge.event.Text;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names of the options of setsockopt that are told, as {@code bpf/include/options.h} has them. */
final class OptionNames {
  static final FlagNames LEVEL =
      new FlagNames()
          .values(0, "SOL_IP", "SOL_SOCKET")
          .values(6, "SOL_TCP")
          .values(41, "SOL_IPV6")
          .values(263, "SOL_PACKET");

  static final FlagNames SOCKET =
      new FlagNames()
          .values(25, "SO_BINDTODEVICE", "SO_ATTACH_FILTER")
          .values(50, "SO_ATTACH_BPF", "SO_ATTACH_REUSEPORT_CBPF", "SO_ATTACH_REUSEPORT_EBPF")
          .values(62, "SO_BINDTOIFINDEX");

  private static final Map<Integer, FlagNames> OPTIONS =
      Map.of(
          0,
          new FlagNames()
              .values(3, "IP_HDRINCL")
              .values(19, "IP_TRANSPARENT")
              .values(64, "IPT_SO_SET_REPLACE"),
          1,
          SOCKET,
          6,
          new FlagNames().values(19, "TCP_REPAIR").values(31, "TCP_ULP"),
          41,
          new FlagNames()
              .values(36, "IPV6_HDRINCL")
              .values(64, "IP6T_SO_SET_REPLACE")
              .values(75, "IPV6_TRANSPARENT"),
          263,
          new FlagNames().values(1, "PACKET_ADD_MEMBERSHIP"));

  private OptionNames() {}

  /** An option has its name by its level. */
  static TextSource option() {
    return event -> {
      FlagNames names = OPTIONS.get(event.event().u32(Net.OTHER_FD));
      return names == null ? null : name(names, event.event().u32(Net.CALL_FLAGS));
    };
  }

  private static @Nullable Text name(FlagNames names, int option) {
    long shown = names.shown(option);
    return shown == 0 ? null : names.name(Long.numberOfTrailingZeros(shown));
  }
}
