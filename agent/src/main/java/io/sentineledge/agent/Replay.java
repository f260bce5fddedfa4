package io.sentineledge.agent;

import io.sentineledge.event.Text;
import io.sentineledge.sensor.Accounting;
import io.sentineledge.sensor.capture.Damage;
import io.sentineledge.sensor.capture.Machine;
import io.sentineledge.sensor.capture.ReplaySource;
import io.sentineledge.state.EventContext;
import io.sentineledge.state.EventIntake;
import io.sentineledge.state.FileIdentities;
import io.sentineledge.state.HostRoot;
import io.sentineledge.state.ProcessTable;
import io.sentineledge.state.RecordedAccounts;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Takes the events of a capture through state to a handler, on the caller's thread: what the
 * handler sees is what it would have seen on the recorded machine, at that time. Nothing of the
 * machine that replays is looked at.
 */
public final class Replay implements AutoCloseable {
  private final ReplaySource source;
  private long failures;

  private Replay(ReplaySource source) {
    this.source = source;
  }

  /**
   * Opens a capture.
   *
   * @throws io.sentineledge.sensor.capture.CaptureException if it is none, or one that this version
   *     cannot read
   */
  public static Replay open(Path capture) {
    return new Replay(ReplaySource.open(capture));
  }

  /** What the capture says of the recorded machine. */
  public Machine machine() {
    return source.machine();
  }

  /**
   * Hands every event to the handler; once.
   *
   * @param paths file names that conditions compare with exactly
   * @param stop asked now and then whether to end early
   */
  public void run(Set<Text> paths, EventIntake.Handler handler, BooleanSupplier stop) {
    Machine machine = source.machine();
    HostRoot root =
        HostRoot.recorded(
            machine.mountNamespace(), machine.pidNamespace(), machine.userNamespace());
    FileIdentities files = new FileIdentities(root);
    paths.forEach(files::register);
    EventContext context =
        new EventContext(
            new ProcessTable(),
            new RecordedAccounts(machine.users().toBytes(), machine.groups().toBytes()),
            files);
    Pipeline pipeline =
        new Pipeline(
            source, context, handler, clock -> source.bootTime(), Text.of(machine.hostName()));
    pipeline.advance(0);
    pipeline.listTasks();
    while (!source.exhausted() && !stop.getAsBoolean()) {
      pipeline.advance(source.clock());
      pipeline.doWork();
    }
    pipeline.finish();
    failures = pipeline.failures();
  }

  /** What became of the events, as far as they have been handed out. */
  public Accounting accounting() {
    return source.accounting();
  }

  /** Whether the recording ended as it should, and all of it was handed out. */
  public boolean complete() {
    return source.complete();
  }

  /** The parts that were left out because they are damaged; the first hundred of them. */
  public List<Damage> damage() {
    return source.damage();
  }

  /** How many parts were left out. */
  public int damaged() {
    return source.damaged();
  }

  /** Events that could not be taken in because of a defect of the agent. */
  public long failures() {
    return failures;
  }

  @Override
  public void close() {
    source.close();
  }
}
