package io.sentineledge.agent;

import io.sentineledge.event.Text;
import io.sentineledge.kernel.Clocks;
import io.sentineledge.kernel.OwnNumber;
import io.sentineledge.sensor.Accounting;
import io.sentineledge.sensor.LiveSensor;
import io.sentineledge.sensor.ProgramStatus;
import io.sentineledge.sensor.TaskListing;
import io.sentineledge.sensor.Wanted;
import io.sentineledge.state.EventContext;
import io.sentineledge.state.EventIntake;
import io.sentineledge.state.FileIdentities;
import io.sentineledge.state.HostAccounts;
import io.sentineledge.state.HostRoot;
import io.sentineledge.state.Lookups;
import io.sentineledge.state.OwnProcess;
import io.sentineledge.state.ProcReader;
import io.sentineledge.state.ProcessLimits;
import io.sentineledge.state.ProcessTable;
import io.sentineledge.state.WallClock;
import java.nio.file.Path;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches this machine until a signal ends it: attaches the kernel programs, learns which processes
 * run, and hands every event to a handler.
 *
 * @param rules number of rules that the handler evaluates, for the message that it is ready
 * @param wanted what conditions and outputs ask for
 * @param paths file names that conditions compare with exactly
 * @param limits of what is remembered of processes
 * @param idle called on the reader's thread when no event waits
 * @param companion told when it begins and ends
 */
record Watch(
    int rules,
    Wanted wanted,
    Set<Text> paths,
    EventIntake.Handler handler,
    ProcessLimits limits,
    Runnable idle,
    Companion companion) {
  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

  /**
   * Returns when it has ended and nothing is left in the kernel.
   *
   * @throws io.sentineledge.kernel.KernelException if this machine can't be watched
   */
  Accounting run(SensorLoading loading, StopRequest stop) {
    try (LiveSensor sensor = loading.sensor()) {
      Path proc = Path.of("/proc");
      Lookups lookups = Lookups.patient(new KernelNames());
      HostRoot root = HostRoot.find(proc, lookups);
      ProcessTable processes = new ProcessTable(limits, ProcReader.ofHost(proc, lookups));
      FileIdentities files = new FileIdentities(root);
      paths.forEach(files::register);
      EventContext context = new EventContext(processes, new HostAccounts(root), files);
      context.agent(OwnProcess.current(OwnNumber.get()));
      Pipeline pipeline =
          new Pipeline(
              sensor,
              context,
              handler,
              new WallClock(Clocks::boot, Clocks::wall)::bootTime,
              Text.of(Hostname.name()));
      Reader reader = new Reader(sensor, pipeline, Clocks::boot, stop, companion::goOn);
      sensor.select(wanted);
      sensor.start();
      refused(sensor);
      pipeline.advance(Clocks.boot());
      if (pipeline.listTasks() instanceof TaskListing.Unavailable(String reason)) {
        int found = processes.load(Clocks.boot());
        LOG.warn("{}: {} processes were read from /proc, with fewer details", reason, found);
      }
      // In one piece: whoever starts the agent may be waiting for this line, so no Formatter either
      System.err.print(
          "ready: "
              + rules
              + " rules, "
              + sensor.attachedPrograms()
              + " programs attached in "
              + Uptime.ofProcessMillis()
              + " ms\n");
      SensorLoading.keepTypes(sensor);
      companion.begin(new Live(sensor, context, pipeline, lookups));
      try {
        reader.run(idle);
      } finally {
        companion.end();
      }
      return sensor.accounting();
    }
  }

  /** Says in the log which programs this kernel refused. */
  static void refused(LiveSensor sensor) {
    for (ProgramStatus program : sensor.programs()) {
      if (program.state() == ProgramStatus.State.REFUSED) {
        LOG.warn(
            "The kernel refused program {} ({}): {}",
            program.name(),
            program.section(),
            program.detail());
      }
    }
  }
}
