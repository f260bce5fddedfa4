package io.sentineledge.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
  private static final int HEADER = 8;

  @TempDir private Path folder = Path.of("");

  private Spool spool(long bytes) throws IOException {
    return new Spool(folder.resolve("x.spool"), bytes);
  }

  private static BitSet places(int... places) {
    BitSet set = new BitSet();
    for (int place : places) {
      set.set(place);
    }
    return set;
  }

  private static List<String> first(Spool spool, int count) throws IOException {
    return spool.first(count).stream().map(record -> new String(record, UTF_8)).toList();
  }

  @Test
  void whatWasTakenBeforeOthersDoesNotComeAgain() throws Exception {
    try (Spool spool = spool(1000)) {
      for (String each : "a b c d e f g".split(" ")) {
        assertTrue(spool.add(each.getBytes(UTF_8)));
      }
      assertEquals(List.of("a", "b", "c", "d", "e"), first(spool, 5));
      spool.taken(places(0, 2, 4));
      assertEquals(List.of("b", "d", "f"), first(spool, 3));
      spool.taken(places(1));
    }
    try (Spool spool = spool(1000)) {
      assertEquals(List.of("b", "f", "g"), first(spool, 9));
      spool.taken(places(0, 2));
      assertEquals(List.of("f"), first(spool, 9));
      spool.taken(places(0));
      assertTrue(spool.isEmpty());
    }
    assertEquals(HEADER, Files.size(folder.resolve("x.spool")));
  }

  @Test
  void whatWasTakenMakesRoomAlsoWhenItIsNeverEmpty() throws Exception {
    List<String> taken = new ArrayList<>();
    try (Spool spool = spool(200)) {
      for (int i = 1000; i < 2000; i++) {
        assertTrue(spool.add(Integer.toString(i).getBytes(UTF_8)), "at " + i);
        if (i >= 1010) {
          taken.addAll(first(spool, 1));
          spool.taken(places(0));
        }
      }
      assertEquals(990, taken.size());
      assertEquals("1989", taken.getLast());
      assertTrue(Files.size(folder.resolve("x.spool")) <= 200);
      while (spool.add("full".getBytes(UTF_8))) {
        // until there is no room
      }
      assertFalse(spool.add("full".getBytes(UTF_8)));
    }
    try (Spool spool = spool(200)) {
      assertEquals("1990", first(spool, 1).getFirst());
    }
  }
}
