package io.sentineledge.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sentineledge.state.EventContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The cases in {@code /conformance}. A line is one of
 *
 * <pre>
 * process PID=.. ..        adds a process to the scene; 'scene' begins a new one
 * event TYPE ..            the event that the following lines are about
 * true CONDITION           also: false CONDITION
 * wrong OFFSET MESSAGE | CONDITION
 * print FORMAT => TEXT
 * </pre>
 */
class ConformanceTest {
  private static final List<String> FILES =
      List.of(
          "text",
          "number",
          "names",
          "socket",
          "process",
          "missing",
          "logic",
          "format",
          "arguments",
          "errors",
          "transformers");

  @TestFactory
  Stream<DynamicTest> cases() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (String file : FILES) {
      Scene scene = new Scene();
      String event = "";
      int number = 0;
      for (String line : read("/conformance/" + file + ".txt").lines().toList()) {
        number++;
        String place = file + ":" + number + " " + line.strip();
        String[] words = line.strip().split(" ", 2);
        String rest = words.length > 1 ? words[1].strip() : "";
        switch (words[0]) {
          case "", "#" -> {}
          case "scene" -> scene = new Scene();
          case "process" -> scene.process(rest);
          case "event" -> event = rest;
          default -> {
            Scene now = scene;
            String described = event;
            tests.add(DynamicTest.dynamicTest(place, () -> run(words[0], rest, now, described)));
          }
        }
      }
    }
    assertTrue(tests.size() >= 400, "cases=" + tests.size());
    return tests.stream();
  }

  private static String read(String resource) throws IOException {
    try (InputStream in = ConformanceTest.class.getResourceAsStream(resource)) {
      assertNotNull(in, resource);
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void run(String verb, String rest, Scene scene, String event) throws Exception {
    switch (verb) {
      case "true", "false" -> {
        Condition condition = compile(rest, scene);
        EventContext context = scene.event(event);
        assertEquals(verb.equals("true"), condition.test(context));
        ConditionIndex index = new ConditionIndex(List.of(condition));
        index.select(context);
        assertTrue(index.next(0) == 0 || !condition.test(context), "not selected, but true");
        assertTrue(
            verb.equals("false") || condition.eventTypes().contains(scene.context().event().type()),
            "eventTypes=" + condition.eventTypes());
        assertEquals(
            verb.equals("true"),
            Interpreter.test(ConditionParser.parse(rest, rest), scene.context()),
            "by the reference interpreter");
      }
      case "wrong" -> {
        String[] parts = rest.split(" \\| ", 2);
        String[] expected = parts[0].split(" ", 2);
        ConditionException e =
            assertThrows(ConditionException.class, () -> compile(parts[1], scene));
        assertEquals(
            expected[1], e.getMessage() + (e.suggestion() == null ? "" : " " + e.suggestion()));
        assertEquals(Integer.parseInt(expected[0]), e.place().offset());
      }
      case "print" -> {
        String[] parts = rest.split(" => ", 2);
        OutputFormat format = OutputFormat.compile(parts[0], "test");
        assertEquals(parts[1], format.format(scene.event(event)));
      }
      default -> throw new IllegalArgumentException("unknown verb " + verb);
    }
  }

  private static Condition compile(String text, Scene scene) throws ConditionException {
    return new ConditionCompiler(scene.files()::register)
        .compile(ConditionParser.parse(text, text));
  }
}
