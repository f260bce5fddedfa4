package io.sentineledge.agent;

import io.sentineledge.event.EventView;
import io.sentineledge.event.Text;
import io.sentineledge.filter.Condition;
import io.sentineledge.kernel.Clocks;
import io.sentineledge.kernel.Features;
import io.sentineledge.sensor.Accounting;
import io.sentineledge.sensor.LiveSensor;
import io.sentineledge.sensor.RecordHandler;
import io.sentineledge.sensor.SensorOptions;
import io.sentineledge.sensor.TaskListing;
import io.sentineledge.sensor.capture.CaptureException;
import io.sentineledge.sensor.capture.CaptureWriter;
import io.sentineledge.sensor.capture.Machine;
import io.sentineledge.sensor.capture.RecordingSource;
import io.sentineledge.sensor.capture.TaskArguments;
import io.sentineledge.state.EventContext;
import io.sentineledge.state.FileIdentities;
import io.sentineledge.state.HostAccounts;
import io.sentineledge.state.HostRoot;
import io.sentineledge.state.LookedUpNames;
import io.sentineledge.state.Lookups;
import io.sentineledge.state.ProcReader;
import io.sentineledge.state.ProcessLimits;
import io.sentineledge.state.ProcessTable;
import io.sentineledge.state.WallClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what this machine does into a capture until told to stop. Keeps no state of processes
 * unless a filter has to be evaluated.
 */
final class Recording implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Recording.class);
  private static final Path PROC = Path.of("/proc");

  /** At least so much for each lane: a disk can keep the writer waiting. */
  private static final int RING_BYTES = 8 << 20;

  private static final long ADVANCE_NANOS = Duration.ofMillis(10).toNanos();
  private static final long TOTALS_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long REST_NANOS = Duration.ofMillis(200).toNanos();

  private final CaptureWriter writer;
  private final Filter filter;
  private final HostRoot root;
  private final HostAccounts accounts;
  private final String hostName;
  private final WallClock clock;
  private final LossReport losses = new LossReport();
  private @Nullable CaptureException refused;

  private Recording(
      CaptureWriter writer,
      Filter filter,
      HostRoot root,
      HostAccounts accounts,
      String hostName,
      WallClock clock) {
    this.writer = writer;
    this.filter = filter;
    this.root = root;
    this.accounts = accounts;
    this.hostName = hostName;
    this.clock = clock;
  }

  /**
   * Creates the file.
   *
   * @throws io.sentineledge.sensor.capture.CaptureException if it cannot be created
   */
  static Recording create(Path file, boolean force, long maxSize, Filter filter, String text) {
    HostRoot root = HostRoot.find(PROC, Lookups.patient(new KernelNames()));
    HostAccounts accounts = new HostAccounts(root);
    String hostName = Hostname.name();
    WallClock clock = new WallClock(Clocks::boot, Clocks::wall);
    Machine machine =
        new Machine(
            hostName,
            kernel(),
            Version.TEXT,
            root.mountNamespace(),
            root.pidNamespace(),
            root.userNamespace(),
            text,
            Text.of(accounts.users()),
            Text.of(accounts.groups()));
    CaptureWriter writer =
        new CaptureWriter(file, machine, force, maxSize, clock.bootTime(Clocks.boot()));
    return new Recording(writer, filter, root, accounts, hostName, clock);
  }

  private static String kernel() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip();
    } catch (IOException e) {
      return "";
    }
  }

  /**
   * Returns what became of the events when it has ended and nothing is left in the kernel.
   *
   * @param duration null: until told to stop
   * @throws io.sentineledge.kernel.KernelException if this machine can't be watched
   * @throws io.sentineledge.sensor.capture.CaptureException if the disk refuses what is written
   */
  Accounting run(SensorOptions options, @Nullable Duration duration, StopRequest stop) {
    Condition condition = filter.condition();
    ProcReader proc = new ProcReader(PROC);
    boolean showsAll = proc.showsAll();
    TaskArguments arguments =
        new TaskArguments(showsAll ? proc::arguments : (pid, start, name) -> null);
    SensorOptions roomy = options.withRingBytes(Math.max(options.ringBytes(), RING_BYTES));
    try (LiveSensor sensor = LiveSensor.load(roomy, new Features());
        RecordingSource source =
            new RecordingSource(sensor, writer, Clocks::boot, arguments, condition == null)) {
      Watch.refused(sensor);
      sensor.select(filter.wanted());
      stop.onRequest(source::wakeup);
      source.start();
      Pipeline pipeline =
          condition == null ? null : pipeline(source, condition, showsAll ? proc : null);
      RecordHandler nothing = (_, _, _, _) -> {};
      RecordHandler next = pipeline == null ? nothing : pipeline;
      if (source.listTasks(next) instanceof TaskListing.Unavailable(String reason)) {
        LOG.warn("{}: processes that run already are missing in the capture", reason);
      }
      System.err.print(
          "ready: recording, %d programs attached in %d ms\n"
              .formatted(sensor.attachedPrograms(), Uptime.ofProcessMillis()));
      try {
        loop(source, next, pipeline, duration == null ? Long.MAX_VALUE : duration.toNanos(), stop);
        if (refused != null) {
          throw refused;
        }
      } catch (CaptureException e) {
        writer.totals(source.accounting(), false);
        throw e;
      }
      source.stop();
      long end = System.nanoTime() + REST_NANOS;
      while (source.poll(next) > 0 && System.nanoTime() - end < 0) {
        // what was there when the end came
      }
      if (pipeline != null) {
        pipeline.finish();
      }
      Accounting accounting = source.accounting();
      losses.report(accounting);
      writer.totals(accounting, true);
      return accounting;
    }
  }

  private void loop(
      RecordingSource source,
      RecordHandler next,
      @Nullable Pipeline pipeline,
      long nanos,
      StopRequest stop) {
    long begin = System.nanoTime();
    long advanced = begin - ADVANCE_NANOS;
    long checked = begin;
    while (!stop.requested() && !writer.isFull()) {
      int records = source.poll(next);
      long now = System.nanoTime();
      if (now - begin >= nanos) {
        return;
      }
      if (records == 0 || now - advanced >= ADVANCE_NANOS) {
        advanced = now;
        long boot = Clocks.boot();
        writer.advance(boot, clock.bootTime(boot));
        if (pipeline != null) {
          pipeline.advance(boot);
        }
      }
      if (now - checked >= TOTALS_NANOS) {
        checked = now;
        Accounting sofar = source.accounting();
        losses.update(sofar, now);
        writer.totals(sofar, false);
      }
      if (records == 0) {
        source.await();
      }
    }
  }

  /** State for the filter, which hands what it keeps to the writer. */
  private Pipeline pipeline(
      RecordingSource source, Condition condition, @Nullable ProcReader proc) {
    FileIdentities files = new FileIdentities(root);
    filter.paths().forEach(files::register);
    EventContext context =
        new EventContext(new ProcessTable(ProcessLimits.DEFAULT, proc), accounts, files);
    Pipeline pipeline =
        new Pipeline(
            source, context, event -> keep(event, condition), clock::bootTime, Text.of(hostName));
    pipeline.advance(Clocks.boot());
    return pipeline;
  }

  private void keep(EventContext context, Condition condition) {
    EventView event = context.event();
    boolean needed = LookedUpNames.isAnswer(event) || condition.test(context);
    if (!RecordingSource.feedsState(event.type()) && needed) {
      try {
        writer.append(event.segment(), event.offset(), event.size(), event.type().lane());
      } catch (CaptureException e) {
        refused = e; // not a matter of this event, as the pipeline would think
      }
    }
  }

  /** Events in the file. */
  long events() {
    return writer.events();
  }

  /** Bytes of the file. */
  long bytes() {
    return writer.bytes();
  }

  /** Whether it ended because the file is as long as it may be. */
  boolean isFull() {
    return writer.isFull();
  }

  @Override
  public void close() {
    writer.close();
  }
}
