package io.sentineledge.agent;

import io.sentineledge.agent.config.Config;
import io.sentineledge.agent.config.CoreKeys;
import io.sentineledge.kernel.Feature;
import io.sentineledge.kernel.Features;
import io.sentineledge.kernel.KernelException;
import io.sentineledge.kernel.LibBpf;
import io.sentineledge.sensor.KeptTypes;
import io.sentineledge.sensor.LiveSensor;
import io.sentineledge.sensor.SensorOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;

/**
 * Loads the kernel programs on a thread of its own while the main thread reads the rules: neither
 * needs the other, and together they are most of the start. Nothing is attached.
 */
final class SensorLoading implements AutoCloseable {
  private static final String THREAD = "se-load";
  private static final String JAR = "sentinel-edge.jar";
  private static final Features FEATURES = new Features();

  private final FutureTask<LiveSensor> task;

  private SensorLoading(FutureTask<LiveSensor> task) {
    this.task = task;
  }

  /**
   * Begins with what depends on no option, while the command line is parsed: libbpf is linked and
   * the kernel is asked what it offers. What goes wrong is told to those who ask for it later.
   */
  static void prepare() {
    Background.begin(
        THREAD,
        () -> {
          try {
            LibBpf.instance();
            FEATURES.probeAll(Feature.READ_ONLY_CAST, Feature.FENTRY);
          } catch (KernelException e) {
            // A command that needs no libbpf must not fail
          }
        });
  }

  static SensorLoading begin(Config config) {
    SensorOptions options = config.sensor();
    FutureTask<LiveSensor> task =
        new FutureTask<>(() -> LiveSensor.load(options, FEATURES, types(config)));
    Background.begin(THREAD, task);
    return new SensorLoading(task);
  }

  /** In the state folder if there is one, else beside the agent, as the start-up cache is. */
  private static KeptTypes types(Config config) {
    Path state = config.resolve(config.get(CoreKeys.STATE_DIR));
    if (Files.isDirectory(state)) {
      return new KeptTypes(state);
    }
    Path own = Path.of(System.getProperty("java.class.path"));
    Path folder = own.getParent();
    return own.endsWith(JAR) && folder != null ? new KeptTypes(folder) : KeptTypes.NONE;
  }

  /** Has the kernel's types kept for the next start, beside the agent's work. */
  static void keepTypes(LiveSensor sensor) {
    Background.begin("se-types", sensor::keepTypes);
  }

  /**
   * Waits for the sensor.
   *
   * @throws KernelException if this machine can't be watched
   */
  LiveSensor sensor() {
    return Background.result(task);
  }

  /** Frees what was loaded; what is still being loaded, the kernel frees with the process. */
  @Override
  public void close() {
    if (task.isDone() && task.state() == FutureTask.State.SUCCESS) {
      task.resultNow().close();
    }
  }
}
