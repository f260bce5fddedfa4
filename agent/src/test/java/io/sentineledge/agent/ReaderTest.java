package io.sentineledge.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sentineledge.event.Text;
import io.sentineledge.sensor.Accounting;
import io.sentineledge.sensor.EventSource;
import io.sentineledge.sensor.RecordHandler;
import io.sentineledge.sensor.SyntheticSource;
import io.sentineledge.sensor.TaskListing;
import io.sentineledge.state.EventContext;
import io.sentineledge.state.HostAccounts;
import io.sentineledge.state.HostRoot;
import io.sentineledge.state.ProcessTable;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A reader whose source fails. */
class ReaderTest {
  private final List<Throwable> failures = new ArrayList<>();

  /** Fails in some of its passes, and ends after a number of them. */
  private static final class FailingSource implements EventSource {
    private final SyntheticSource empty = new SyntheticSource.Builder().build();
    private final int passes;
    private final int failing;
    private int pass;

    FailingSource(int passes, int failing) {
      this.passes = passes;
      this.failing = failing;
    }

    @Override
    public int poll(RecordHandler handler) {
      if (++pass % (failing + 1) == 0) {
        return 0;
      }
      if (pass % 2 == 0) {
        throw new IllegalStateException("pass " + pass);
      }
      throw new LinkageError("pass " + pass);
    }

    @Override
    public boolean exhausted() {
      return pass >= passes;
    }

    @Override
    public void start() {}

    @Override
    public TaskListing listTasks(RecordHandler handler) {
      return empty.listTasks(handler);
    }

    @Override
    public void await() {}

    @Override
    public void wakeup() {}

    @Override
    public void stop() {
      pass = failing; // the next pass does not fail
    }

    @Override
    public Accounting accounting() {
      return empty.accounting();
    }

    @Override
    public void close() {}
  }

  private void run(FailingSource source, boolean goOn) {
    EventContext context =
        new EventContext(
            new ProcessTable(), new HostAccounts(HostRoot.unknown("a test has no files")));
    Pipeline pipeline = new Pipeline(source, context, _ -> {}, _ -> 0, Text.of("h"));
    new Reader(
            source,
            pipeline,
            () -> 1,
            new StopRequest(),
            failure -> {
              failures.add(failure);
              return goOn;
            })
        .run(() -> {});
  }

  @Test
  void aPassThatFailsIsNotTheLast() {
    run(new FailingSource(100, 3), true);
    assertEquals(75, failures.size());
  }

  @Test
  void aReaderThatOnlyFailsEnds() {
    assertThrows(
        LinkageError.class, () -> run(new FailingSource(100, Integer.MAX_VALUE - 1), true));
    assertEquals(10, failures.size());
  }

  @Test
  void withoutRecoveryTheFirstFailureEndsIt() {
    assertThrows(LinkageError.class, () -> run(new FailingSource(100, 3), false));
    assertEquals(1, failures.size());
  }
}
