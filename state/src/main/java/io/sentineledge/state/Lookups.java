package io.sentineledge.state;

import io.sentineledge.event.Text;
import java.nio.file.LinkOption;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks file systems about names that rules and workloads chose, without waiting for one that does
 * not answer, such as FUSE whose daemon stopped or NFS whose server is gone.
 *
 * <p>The kernel's memory is asked first. What it does not know is asked on a thread beside, for
 * whose answer at most {@value #PATIENCE_MILLIS} ms are waited, of names {@value #WAIT_MILLIS} ms
 * in a second. A thread whose question is overdue is left to it and replaced, {@value #MOST_SILENT}
 * times at most: then nothing is asked beside until one of them is answered. Used by the reader's
 * thread, but for {@link #overdue} and {@link #unanswered}.
 */
public final class Lookups {
  private static final Logger LOG = LoggerFactory.getLogger(Lookups.class);
  private static final long PATIENCE_MILLIS = 200;
  private static final long WAIT_MILLIS = 200;
  private static final int MOST_SILENT = 4;

  private static final LinkOption[] FOLLOW = {};
  private static final LinkOption[] KEEP = {LinkOption.NOFOLLOW_LINKS};

  private final NameCache cache;
  private final boolean beside;
  private final List<Overdue> silent = new CopyOnWriteArrayList<>();
  private @Nullable ExecutorService thread;
  private long second;
  private long waited;
  private final AtomicLong unanswered = new AtomicLong();

  private record Overdue(String about, Future<?> answer) {}

  private Lookups(NameCache cache, boolean beside) {
    this.cache = cache;
    this.beside = beside;
  }

  /** Never waits for long. */
  public static Lookups patient(NameCache cache) {
    return new Lookups(cache, true);
  }

  /** Asks on the caller's thread and waits for the answer, for files that the caller made. */
  public static Lookups direct() {
    return new Lookups(NameCache.NONE, false);
  }

  /** What the kernel remembers; null where only the file system can tell. */
  NameCache cache() {
    return cache;
  }

  /**
   * The file with a name in the agent's root.
   *
   * @param name absolute
   * @param follow whether a link that it ends in is followed
   * @return null if there is none, {@link FileStat#UNANSWERED} if that could not be learnt in time
   */
  @Nullable FileStat stat(byte[] name, boolean follow) {
    return switch (cache.find(name, follow)) {
      case FOUND -> cache.stat();
      case MISSING -> null;
      case UNKNOWN -> {
        Text text = Text.of(name);
        yield askOfName(
            text.toString(),
            () -> FileStat.of(HostFiles.path(text), follow ? FOLLOW : KEEP),
            FileStat.UNANSWERED);
      }
    };
  }

  /** As {@link #ask}, of a name that a workload chose: it may have thousands asked in a second. */
  <T extends @Nullable Object> T askOfName(String name, Callable<T> question, T otherwise) {
    if (waitedEnough()) {
      return without(otherwise);
    }
    long begin = System.nanoTime();
    T answer = ask(name, question, otherwise);
    waited += System.nanoTime() - begin;
    return answer;
  }

  /**
   * Asks what may have to wait for a file system.
   *
   * @param about what the question is about: it is not asked again while it is unanswered
   * @param otherwise the answer if there is none in time
   */
  <T extends @Nullable Object> T ask(String about, Callable<T> question, T otherwise) {
    if (!beside) {
      return here(question, otherwise);
    }
    silent.removeIf(overdue -> overdue.answer.isDone());
    if (silent.size() >= MOST_SILENT
        || silent.stream().anyMatch(overdue -> overdue.about.equals(about))) {
      return without(otherwise);
    }
    ExecutorService at = thread;
    if (at == null) {
      at = Executors.newSingleThreadExecutor(Lookups::daemon);
      thread = at;
    }
    Future<T> answer = at.submit(question);
    try {
      return answer.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      leave(about, answer, at);
      return without(otherwise);
    } catch (ExecutionException e) {
      LOG.debug("The lookup of {} failed", about, e);
      return otherwise;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return otherwise;
    }
  }

  private <T extends @Nullable Object> T without(T otherwise) {
    unanswered.incrementAndGet();
    return otherwise;
  }

  /** Questions that were not answered in time, or not asked because others were not. Any thread. */
  public long unanswered() {
    return unanswered.get();
  }

  /** Questions that are waited for no more and still have no answer. Any thread. */
  public int overdue() {
    return (int) silent.stream().filter(overdue -> !overdue.answer.isDone()).count();
  }

  private static <T extends @Nullable Object> T here(Callable<T> question, T otherwise) {
    try {
      return question.call();
    } catch (Exception e) {
      LOG.debug("A lookup failed", e);
      return otherwise;
    }
  }

  private void leave(String about, Future<?> answer, ExecutorService at) {
    silent.add(new Overdue(about, answer));
    at.shutdown(); // Its thread ends when it has the answer
    thread = null;
    if (silent.size() == MOST_SILENT) {
      LOG.warn(
          "File systems do not answer, lastly about {}: until they do, names that the kernel does"
              + " not remember are not looked up",
          about);
    }
  }

  private boolean waitedEnough() {
    long now = System.nanoTime();
    if (now - second >= TimeUnit.SECONDS.toNanos(1)) {
      second = now;
      waited = 0;
    }
    return waited >= TimeUnit.MILLISECONDS.toNanos(WAIT_MILLIS);
  }

  private static Thread daemon(Runnable work) {
    return Thread.ofPlatform().daemon().name("se-lookup").unstarted(work);
  }
}
