package io.sentineledge.evasion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Another thread rewrites what a call asks for while the kernel works: what the kernel used is told
 * exactly where the kernel keeps it; of a name that it does not keep, no use of the protected one
 * is missed, and where a name was rewritten the event says so, with both names.
 */
class RewritesTest {
  private static final List<String> CASES =
      List.of(
          "rewritten-rename",
          "rewritten-unlink",
          "rewritten-refused",
          "rewritten-interrupted",
          "not-rewritten",
          "rewritten-execve",
          "rewritten-connect",
          "rewritten-connect-refused",
          "rewritten-connect-interrupted",
          "rewritten-bind",
          "rewritten-sendto");

  private static Run run = Run.NONE;

  @BeforeAll
  static void performAll() throws Exception {
    run = Run.of("rewrites", CASES, RewritesTest::rules);
  }

  /** The path of each case's file `a` in the conditions, for each kind of call. */
  private static String rules(Path cases) {
    StringBuilder names = new StringBuilder();
    CASES.forEach(
        name -> names.append(names.isEmpty() ? "" : ", ").append(cases.resolve(name)).append("/a"));
    return """
    - rule: Name
      desc: A name that the kernel may have used
      condition: >
        (evt.type = rename and fs.path.source in (%1$s)) or (evt.type = unlink and fs.path.name in (%1$s))
        or (evt.type = open and evt.failed = true and fd.name in (%1$s))
      output: "%%proc.args %%evt.tampered %%evt.tampered.name"
      priority: WARNING
    - rule: Program
      desc: What was executed
      condition: evt.type = execve and evt.failed = false and proc.exepath endswith /true and proc.exe = rewritten
      output: "%%proc.args"
      priority: WARNING
    - rule: Address
      desc: What was connected to
      condition: evt.type = connect and evt.failed = false and fd.sip = 127.0.39.1
      output: "%%proc.args %%evt.provenance %%evt.tampered %%evt.tampered.name"
      priority: WARNING
    - rule: Given
      desc: An address that the kernel may have used, of a call that leaves no trace of it in a socket
      condition: >
        proc.exepath endswith /trick
        and ((evt.type in (connect, bind) and evt.failed = true) or evt.type = sendto)
      output: "%%proc.args %%evt.type %%evt.res %%fd.name %%evt.tampered %%evt.tampered.name"
      priority: WARNING
    """
        .formatted(names);
  }

  @AfterAll
  static void remove() throws Exception {
    run.remove();
  }

  private static List<Alert> told(String rule, Trick trick) {
    return run.alerts().stream()
        .filter(alert -> alert.rule().equals(rule))
        .filter(alert -> alert.field("proc.args").endsWith(trick.folder().toString()))
        .toList();
  }

  private static long tampered(List<Alert> alerts) {
    return alerts.stream().filter(alert -> alert.field("evt.tampered").equals("true")).count();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rewritten-rename", "rewritten-unlink", "rewritten-refused"})
  void noUseOfTheNameIsMissedAndWhatIsInDoubtSaysSo(String name) {
    Trick trick = run.trick(name);
    int really = Truth.count(trick.really(), "protected");
    List<Alert> told = told("Name", trick);
    assertTrue(told.size() >= really, () -> told.size() + " of " + really + run.losses());
    assertTrue(told.size() - tampered(told) <= really, () -> "certain ones, of " + really);
    // The thread could also have put the name back
    assertTrue(told.stream().noneMatch(alert -> alert.field("evt.tampered").equals("false")));
  }

  @Test
  void bothNamesOfACallThatWasHeldUpAreTold() {
    List<Alert> told = told("Name", run.trick("rewritten-interrupted"));
    assertEquals(1, told.size(), run.losses()::toString);
    assertEquals("true", told.getFirst().field("evt.tampered"));
    assertEquals("a", told.getFirst().field("evt.tampered.name"));
  }

  @Test
  void whereNobodyElseUsesTheMemoryTheNameIsCertain() {
    List<Alert> told = told("Name", run.trick("not-rewritten"));
    assertEquals(1, told.size(), run.losses()::toString);
    assertEquals("false", told.getFirst().field("evt.tampered"));
    assertEquals("-", told.getFirst().field("evt.tampered.name"));
  }

  @ParameterizedTest
  @CsvSource({"rewritten-execve, Program", "rewritten-connect, Address"})
  void whatTheKernelKeepsIsToldExactly(String name, String rule) {
    Trick trick = run.trick(name);
    List<Alert> told = told(rule, trick);
    assertEquals(Truth.count(trick.really(), "protected"), told.size(), run.losses()::toString);
    told.forEach(alert -> assertTrue(!alert.field("evt.provenance").equals("user_memory")));
  }

  /** Addresses of a call that are told, the other one included. */
  private static boolean names(Alert alert, String address) {
    return alert.field("fd.name").contains(address)
        || alert.field("evt.tampered.name").startsWith(address);
  }

  @ParameterizedTest
  @CsvSource({
    "rewritten-connect-refused, ECONNREFUSED, ENETUNREACH, 224.0.39.1:",
    "rewritten-bind, EADDRINUSE, EADDRNOTAVAIL, 203.0.113.1:"
  })
  void eachCallThatFailedNamesTheAddressThatTheKernelUsed(
      String name, String ofProtected, String ofDecoy, String decoy) {
    Trick trick = run.trick(name);
    List<Alert> told = told("Given", trick);
    List<Alert> used =
        told.stream().filter(alert -> alert.field("evt.res").equals(ofProtected)).toList();
    List<Alert> other =
        told.stream().filter(alert -> alert.field("evt.res").equals(ofDecoy)).toList();
    assertEquals(Truth.count(trick.really(), "protected"), used.size(), run.losses()::toString);
    assertEquals(Truth.count(trick.really(), "decoy"), other.size(), run.losses()::toString);
    used.forEach(alert -> assertTrue(names(alert, "127.0.39.1:"), alert::toString));
    other.forEach(alert -> assertTrue(names(alert, decoy), alert::toString));
    // The thread rewrites once: what is the same at both ends is what the kernel used
    told.stream()
        .filter(alert -> !alert.field("evt.tampered").equals("true"))
        .forEach(alert -> assertEquals("-", alert.field("evt.tampered.name")));
  }

  @Test
  void noDatagramToTheAddressIsMissed() {
    Trick trick = run.trick("rewritten-sendto");
    int protectedOnes = Truth.count(trick.really(), "protected");
    int decoys = Truth.count(trick.really(), "decoy");
    List<Alert> told = told("Given", trick);
    assertEquals(protectedOnes + decoys, told.size(), run.losses()::toString);
    long named = told.stream().filter(alert -> names(alert, "127.0.39.1:")).count();
    long certain = named - tampered(told);
    assertTrue(named >= protectedOnes, () -> named + " of " + protectedOnes);
    assertTrue(certain <= protectedOnes, () -> certain + " certain ones, of " + protectedOnes);
  }

  @Test
  void bothAddressesOfEachCallThatWasHeldUpAreTold() {
    Trick trick = run.trick("rewritten-connect-interrupted");
    List<Alert> told =
        told("Given", trick).stream()
            .filter(alert -> alert.field("evt.tampered").equals("true"))
            .toList();
    assertEquals(Truth.count(trick.really(), "protected"), told.size(), run.losses()::toString);
    told.forEach(alert ->
        assertEquals(
            Set.of("a", "b"), Set.of(alert.field("fd.name"), alert.field("evt.tampered.name"))));
  }

  @Test
  void theAddressThatTheKernelDidNotUseIsTheOther() {
    told("Address", run.trick("rewritten-connect")).stream()
        .filter(alert -> alert.field("evt.tampered").equals("true"))
        .forEach(alert ->
            assertTrue(
                alert.field("evt.tampered.name").startsWith("127.0.39.2:"), alert::toString));
  }
}
