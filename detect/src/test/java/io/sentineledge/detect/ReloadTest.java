package io.sentineledge.detect;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sentineledge.rules.Rule;
import io.sentineledge.rules.RuleLoader;
import io.sentineledge.rules.RuleSet;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rules that are loaded again and again leave nothing behind. */
@Timeout(300)
class ReloadTest {
  private static final int FIRST = 100;
  private static final int ALL = 1_000;
  private static final long MOST_METASPACE = 256 << 10;
  private static final long MOST_HEAP = 4L << 20;

  private static final AlertHandler NOBODY =
      new AlertHandler() {
        @Override
        public void alert(Alert alert) {}

        @Override
        public void failed(Rule rule, Throwable failure) {
          throw new AssertionError(rule.name(), failure);
        }
      };

  private static void load(int times) {
    for (int i = 0; i < times; i++) {
      RuleLoader.Result loaded = new RuleLoader().addShipped().load();
      assertFalse(loaded.diagnostics().hasErrors());
      RuleSet rules = loaded.rules();
      assertTrue(new Engine(rules, Matching.FIRST, NOBODY).counters() != null);
    }
  }

  /** Bytes in use outside the heap for classes and what belongs to them. */
  private static long metaspace() {
    long used = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      if (pool.getName().equals("Metaspace")) {
        used += pool.getUsage().getUsed();
      }
    }
    assertTrue(used > 0, "no pool of that name");
    return used;
  }

  private static long heap() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static void collect() {
    System.gc();
  }

  @Test
  void aThousandReloadsOfTheShippedRules() {
    load(FIRST);
    collect();
    long metaspace = metaspace();
    long heap = heap();
    load(ALL - FIRST);
    collect();
    long more = metaspace() - metaspace;
    assertTrue(more < MOST_METASPACE, () -> "metaspace grew by %,d bytes".formatted(more));
    long moreHeap = heap() - heap;
    assertTrue(moreHeap < MOST_HEAP, () -> "the heap grew by %,d bytes".formatted(moreHeap));
  }
}
