package io.sentineledge.filter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.groupingBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sentineledge.event.EventType;
import io.sentineledge.event.EventView;
import io.sentineledge.event.RecordLayout.Chdir;
import io.sentineledge.event.RecordLayout.Exec;
import io.sentineledge.event.RecordLayout.Fs;
import io.sentineledge.event.RecordLayout.Net;
import io.sentineledge.event.RecordLayout.Open;
import io.sentineledge.event.Text;
import io.sentineledge.kernel.Features;
import io.sentineledge.sensor.LiveSensor;
import io.sentineledge.sensor.ProgramStatus;
import io.sentineledge.sensor.SensorOptions;
import io.sentineledge.sensor.Wanted;
import io.sentineledge.state.Accounts;
import io.sentineledge.state.EventContext;
import io.sentineledge.state.EventIntake;
import io.sentineledge.state.ProcessTable;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every call is made, by each way there is into the kernel, by a program that says what an observer
 * has to tell of it; every argument is compared. {@code docs/coverage.md} is written from what was
 * seen: run this test with {@code -Dcoverage.write=true}.
 */
class CallsTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "coverage.md");
  private static final int RING_BYTES = 1 << 24;

  /** Types of which nothing but what is expected may be told. */
  private static final Set<EventType> EXACT =
      EnumSet.of(EventType.DUP, EventType.FCNTL, EventType.MMAP, EventType.MPROTECT);

  private static final List<Expected> MISSED = new ArrayList<>();
  private static final Map<EventType, Set<String>> SEEN = new EnumMap<>(EventType.class);
  private static final Map<EventType, Integer> TOLD = new EnumMap<>(EventType.class);
  private static final Map<EventType, Integer> EXPECTED = new EnumMap<>(EventType.class);
  private static final List<String> LANES = new ArrayList<>();

  /** Types of calls whose name or address was told as it was when they began, too. */
  private static final Set<EventType> AT_ENTRY = EnumSet.noneOf(EventType.class);

  /** Where programs can be, at the entry of the kernel's functions. */
  private static final Set<String> FUNCTIONS = new TreeSet<>();

  private static final String FUNCTION_SECTION = "fentry/";

  /** The oldest kernel that the programs are tested with, by vmtest. */
  private static final String OLDEST = "5.10";

  /** A line of the program. */
  private record Expected(
      int pid, String type, String via, String arguments, List<String> fields, List<String> seen) {
    static Expected of(String line) {
      String[] words = line.split("\t", -1);
      List<String> fields = new ArrayList<>();
      for (int i = 4; i < words.length; i++) {
        if (!words[i].isEmpty()) {
          fields.add(words[i]);
        }
      }
      return new Expected(
          Integer.parseInt(words[0]), words[1], words[2], words[3], fields, new ArrayList<>());
    }

    /** What the event tells, in the form of what is expected. */
    boolean matches(EventContext event) {
      String told = arguments.isEmpty() ? "" : format("evt.args", event);
      List<String> values =
          fields.stream()
              .map(field -> field.substring(0, field.indexOf('=')))
              .map(name -> name + "=" + format(name, event))
              .toList();
      seen.add(told + " " + values);
      return told.equals(arguments) && values.equals(fields);
    }

    private static String format(String field, EventContext event) {
      try {
        return OutputFormat.compile("%" + field, "test").format(event);
      } catch (ConditionException e) {
        throw new AssertionError(field, e);
      }
    }
  }

  private static final class Root implements Accounts {
    private final Text root = Text.of("root");

    @Override
    public @Nullable Text userName(int uid) {
      return uid == 0 ? root : null;
    }

    @Override
    public @Nullable Text groupName(int gid) {
      return gid == 0 ? root : null;
    }

    @Override
    public @Nullable Text home(int uid) {
      return null;
    }

    @Override
    public @Nullable Text shell(int uid) {
      return null;
    }
  }

  @BeforeAll
  static void perform(@TempDir Path folder) throws Exception {
    List<byte[]> records = new ArrayList<>();
    List<String> lines = record(folder, records);
    Map<Integer, List<Expected>> expected =
        lines.stream().map(Expected::of).collect(groupingBy(Expected::pid));
    expected.values().forEach(MISSED::addAll);
    for (Expected each : List.copyOf(MISSED)) {
      EXPECTED.merge(type(each), 1, Integer::sum);
    }
    EventContext context = new EventContext(new ProcessTable(), new Root());
    EventIntake intake =
        new EventIntake(
            context,
            event -> compare(event, expected.getOrDefault(event.event().pid(), List.of())));
    for (byte[] record : records) {
      intake.accept(MemorySegment.ofArray(record), 0);
    }
    intake.finish();
  }

  private static EventType type(Expected expected) {
    return EventType.valueOf(expected.type.toUpperCase(Locale.ROOT));
  }

  private static void compare(EventContext event, List<Expected> expected) {
    EventType type = event.event().type();
    String via = Expected.format("evt.via", event);
    if (!expected.isEmpty()) {
      TOLD.merge(type, 1, Integer::sum);
    }
    for (Expected next : expected) {
      boolean same =
          next.type.equals(type.falcoName()) && (next.via.equals(via) || next.via.equals("-"));
      if (same && MISSED.contains(next)) {
        if (next.matches(event)) {
          MISSED.remove(next);
          SEEN.computeIfAbsent(type, _ -> new HashSet<>()).add(next.via);
          if (isAtEntry(event.event())) {
            AT_ENTRY.add(type);
          }
        }
        return;
      }
    }
  }

  private static boolean isAtEntry(EventView event) {
    return switch (event.type().family()) {
      case OPEN -> event.otherKnown(Open.ASKED);
      case EXEC -> event.otherKnown(Exec.ASKED);
      case CHDIR -> event.otherKnown(Chdir.ASKED);
      case FS, CALL -> event.otherKnown(Fs.ASKED);
      case NET -> event.present(Net.BEGUN);
      default -> false;
    };
  }

  /** Runs the program under the sensor; returns what it says. */
  private static List<String> record(Path folder, List<byte[]> records) throws Exception {
    Path program = Path.of(Objects.requireNonNull(CallsTest.class.getResource("/calls")).toURI());
    try (LiveSensor sensor =
        LiveSensor.load(SensorOptions.DEFAULT.withRingBytes(RING_BYTES), new Features())) {
      Set<EventType> all = EnumSet.allOf(EventType.class);
      sensor.select(new Wanted(all, false, false, all));
      sensor.programs().stream()
          .map(ProgramStatus::section)
          .filter(section -> section.startsWith(FUNCTION_SECTION))
          .forEach(section -> FUNCTIONS.add(section.substring(FUNCTION_SECTION.length())));
      sensor.start();
      sensor.listTasks((memory, offset, length, _) -> records.add(copy(memory, offset, length)));
      Path out = folder.resolve("out");
      Path mount = Files.createDirectory(folder.resolve("files"));
      Process process =
          new ProcessBuilder(program.toString(), mount.toString())
              .redirectOutput(out.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      while (process.isAlive()) {
        if (poll(sensor, records) == 0) {
          sensor.await();
        }
      }
      sensor.stop();
      while (poll(sensor, records) > 0) {}
      assertEquals(0, process.exitValue());
      assertEquals(0, sensor.accounting().lost(), () -> sensor.accounting().toString());
      return Files.readAllLines(out, UTF_8);
    }
  }

  private static int poll(LiveSensor sensor, List<byte[]> records) {
    return sensor.poll((memory, offset, length, lane) -> {
      byte[] record = copy(memory, offset, length);
      records.add(record);
      EventType type = EventType.of((record[4] & 0xff) | ((record[5] & 0xff) << 8));
      if (type != null && type.lane() != lane) {
        LANES.add(type + " came by " + lane);
      }
    });
  }

  private static byte[] copy(MemorySegment memory, long offset, int length) {
    return memory.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
  }

  @Test
  void everyCallIsToldAsItWasMade() {
    StringBuilder report = new StringBuilder();
    for (Expected missed : MISSED) {
      report
          .append('\n')
          .append(missed.type)
          .append(' ')
          .append(missed.via)
          .append("\n  expected ")
          .append(missed.arguments)
          .append(' ')
          .append(missed.fields);
      missed.seen.forEach(seen -> report.append("\n  told     ").append(seen));
    }
    assertEquals("", report.toString());
  }

  @Test
  void nothingElseIsToldOfFrequentCalls() {
    for (EventType type : EXACT) {
      assertEquals(EXPECTED.get(type), TOLD.get(type), type::falcoName);
    }
  }

  @Test
  void lanesAreThoseOfTheTypes() {
    assertEquals(List.of(), LANES);
  }

  @Test
  void everyTypeIsSeenByEachWay() throws IOException {
    Map<String, String> notes = notes();
    List<String> unseen = new ArrayList<>();
    Set<String> functions = new TreeSet<>();
    StringBuilder table = new StringBuilder();
    for (EventType type : EventType.values()) {
      if (type == EventType.TASK) {
        continue;
      }
      Set<String> seen = SEEN.getOrDefault(type, Set.of());
      String[] note = notes.getOrDefault(type.falcoName(), "||").split("\\|", -1);
      boolean call = !note[0].equals("none");
      String wide = way(seen, call ? "syscall" : "-", note[0].equals("32"));
      String narrow = call ? way(seen, "int80", note[0].equals("64")) : "no call";
      if (wide.isEmpty() || narrow.isEmpty()) {
        unseen.add(type.falcoName());
      }
      table.append(
          "| `%s` | %s | %s | %s | %s | %s | %s | %s |%n"
              .formatted(
                  type.falcoName(),
                  hook(type, note),
                  AT_ENTRY.contains(type) ? "`" + function(type) + "`" : "",
                  note[1].isEmpty() ? OLDEST : note[1],
                  wide,
                  narrow,
                  type.lane().name().toLowerCase(Locale.ROOT),
                  note[2]));
      if (AT_ENTRY.contains(type)) {
        functions.add(function(type));
      }
    }
    assertEquals(List.of(), unseen, "types without a call that was told as it was made");
    assertEquals(FUNCTIONS, functions, "functions at whose entry there are programs");
    String document = HEAD + table;
    if (Boolean.getBoolean("coverage.write")) {
      Files.writeString(DOCUMENT, document);
    }
    assertTrue(Files.exists(DOCUMENT), "no docs/coverage.md: run with -Dcoverage.write=true");
    assertEquals(document, Files.readString(DOCUMENT), "run with -Dcoverage.write=true");
  }

  private static final String HEAD =
      """
      # Coverage

      Written by a test from what it saw; do not edit. The test makes every call by each way into the kernel and compares every argument that is told. `seen`: told as it was made. A type that was not seen fails the build.

      `hook` is all that an event needs. `with fentry`: where the kernel takes programs at the entry of its functions, the one whose program tells the kernel's own copy of the name or address that the call was given, while somebody asks for `evt.tampered`; of these types alone such a name was seen when the call began. Elsewhere such programs, and programs of LSM hooks, which are not used at all, would add nothing but, before 6.2, the file that `mprotect` makes code. `since`: the first Linux that has the call, 5.10 for older ones: vmtest makes those calls on each kernel that it boots, the oldest of which is 5.10.

      | event | hook | with fentry | since | 64-bit | 32-bit (`int 0x80`) | lane | remarks |
      |---|---|---|---|---|---|---|---|
      """;

  private static String way(Set<String> seen, String via, boolean none) {
    return none ? "no such call" : seen.contains(via) ? "seen" : "";
  }

  private static String hook(EventType type, String[] note) {
    return switch (type.family()) {
      case EXEC -> "`sched_process_exec`, failed ones `sys_exit`";
      case FORK -> "`sched_process_fork`";
      case EXIT -> "`sched_process_exit`";
      case COMM -> "`task_rename`";
      case CALL ->
          type == EventType.IO_URING_CMD
              ? "`io_uring_submit_req`, `io_uring_complete`"
              : note[0].equals("none") ? "`cgroup_attach_task`" : "`sys_exit`";
      default -> type.isTcpState() ? "`inet_sock_set_state`" : "`sys_exit`";
    };
  }

  /** The function that has the kernel's copy of the name or address in its hands. */
  private static String function(EventType type) {
    return switch (type) {
      case CONNECT -> "security_socket_connect";
      case BIND -> "security_socket_bind";
      case SENDTO, SENDMSG, SENDMMSG -> "security_socket_sendmsg";
      default -> "putname";
    };
  }

  /** By type: which of the ways there is alone, since when it is there, what there is to know. */
  private static Map<String, String> notes() throws IOException {
    Map<String, String> notes = new HashMap<>();
    try (var in = Objects.requireNonNull(CallsTest.class.getResourceAsStream("/coverage.txt"))) {
      for (String line : new String(in.readAllBytes(), UTF_8).lines().toList()) {
        int colon = line.indexOf(':');
        notes.put(line.substring(0, colon), line.substring(colon + 1).strip());
      }
    }
    return notes;
  }
}
