package io.sentineledge.state;

import io.sentineledge.event.EventView;
import io.sentineledge.event.RecordLayout.Header;
import io.sentineledge.event.Text;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An event and what is known about it: what conditions and output formats are evaluated against.
 * Moved from event to event by the reader's thread; nothing in it outlives the event.
 */
public final class EventContext {
  private static final int MOST_ALIASES = 16;

  private final EventView event = new EventView();
  private final ProcessTable processes;
  private final Accounts accounts;
  private final FileIdentities files;
  private final LookedUpNames names = new LookedUpNames();
  private final AskedQuestions questions = new AskedQuestions();
  private @Nullable ProcessImage process;
  private long number;
  private long bootTime;
  private Text hostName = Text.EMPTY;
  private OwnProcess agent = OwnProcess.NONE;

  /** The process and its ancestors as far as they were asked for. */
  private @Nullable ProcessImage[] lineage = new @Nullable ProcessImage[16];

  private int lineageLength;

  /** The paths that rules name and that name the event's file. */
  private final int[] aliases = new int[MOST_ALIASES];

  private int aliasCount;

  private final AskedFile askedFile;
  private final LinkedNames links;
  private boolean replaced;

  /** A context that knows files by what events tell alone, for replay and tests. */
  public EventContext(ProcessTable processes, Accounts accounts) {
    this(processes, accounts, new FileIdentities(HostRoot.unknown("not of this machine")));
  }

  public EventContext(ProcessTable processes, Accounts accounts, FileIdentities files) {
    this.processes = processes;
    this.accounts = accounts;
    this.files = files;
    askedFile = new AskedFile(files.root());
    links = new LinkedNames(files.root());
    if (files.root().isKnown()) {
      event.lookup(links);
    }
    processes.host(files.root());
  }

  /** The view that the reader wraps around each record. */
  public EventView event() {
    return event;
  }

  /**
   * Says what the source knows of the machine; may be said again, for instance when its clock is
   * set.
   *
   * @param bootTime ns since 1970 when the boot clock was 0
   */
  public void host(Text name, long bootTime) {
    this.hostName = name;
    this.bootTime = bootTime;
  }

  /** Says which process is this agent; not said where events are not of this machine's present. */
  public void agent(OwnProcess agent) {
    this.agent = agent;
  }

  /** What belongs to this agent. */
  public OwnProcess agent() {
    return agent;
  }

  /** Name of the machine ({@code evt.hostname}); empty if it is not known. */
  public Text hostName() {
    return hostName;
  }

  /** What to add to a time of the boot clock for one since 1970, ns. */
  public long bootTime() {
    return bootTime;
  }

  /** To be called once the view is on a new record and the table has taken the record in. */
  public void begin(@Nullable ProcessImage process) {
    this.process = process;
    lineage[0] = process;
    lineageLength = 1;
    aliasCount = -1;
    questions.learn(event);
    number++;
  }

  /** The image that caused the event; null if it is not known. */
  public @Nullable ProcessImage process() {
    return process;
  }

  /** The parent of the process when the event happened, as it was then; null if not known. */
  public @Nullable ProcessImage parent() {
    return ancestor(1);
  }

  /**
   * An ancestor of the process when the event happened, as it was then.
   *
   * @param depth 0: the process itself, 1: its parent
   * @return null above the root of the tree, or if not known
   */
  public @Nullable ProcessImage ancestor(int depth) {
    while (lineageLength <= depth) {
      ProcessImage last = lineage[lineageLength - 1];
      // Records that contradict each other could make a ring of parents.
      if (last == null || lineageLength > processes.counters().images()) {
        return null;
      }
      if (lineageLength == lineage.length) {
        lineage = Arrays.copyOf(lineage, 2 * lineageLength);
      }
      lineage[lineageLength] = lineageLength == 1 ? ownParent(last) : parent(last);
      lineageLength++;
    }
    return lineage[depth];
  }

  private @Nullable ProcessImage ownParent(ProcessImage image) {
    int pid = event.u32(Header.PPID);
    return processes.parent(image, pid, event.u64(Header.PARENT_START), event.time());
  }

  private @Nullable ProcessImage parent(ProcessImage image) {
    return processes.parent(image, event.time());
  }

  /**
   * How many of the paths that rules name are names of the event's file by device and inode: names
   * of their own beside those of {@link EventView#files}. Nearly always 0.
   */
  public int aliasCount() {
    if (aliasCount < 0) {
      aliasCount = files.find(event, aliases);
      FileStat asked = askedFile.look(event);
      replaced = asked != null && askedFile.isReplaced(event, asked);
      FileStat found = asked == null ? links.file(event) : asked;
      if (found != null) {
        aliasCount = files.find(found, event.u32(Header.MNT_NS), aliases, aliasCount);
      }
    }
    return aliasCount;
  }

  /**
   * Whether the file behind a new descriptor is not the one that the asked name leads to, and other
   * threads could have replaced it before the call ended.
   */
  public boolean isReplaced() {
    return aliasCount() >= 0 && replaced;
  }

  /** A path that names the event's file, by an index below {@link #aliasCount}. */
  public Text alias(int index) {
    return files.path(aliases[index]);
  }

  /**
   * Whether the path of an image's executable is to be believed: the process saw the host's mounts
   * when it executed it, or those of a container and the file is of the container's image, or that
   * path leads to the same file in the host.
   */
  public boolean isExePathTrue(ProcessImage image) {
    return switch (image.mounts) {
      case HOST -> true;
      case CONTAINER -> !image.exeUpperLayer || files.isHosts(image);
      case OWN -> files.isHosts(image);
    };
  }

  /** The files that paths in rules name. */
  public FileIdentities files() {
    return files;
  }

  /** The names that workloads looked up. */
  public LookedUpNames names() {
    return names;
  }

  /** What name servers are asked. */
  public AskedQuestions questions() {
    return questions;
  }

  public ProcessTable processes() {
    return processes;
  }

  public Accounts accounts() {
    return accounts;
  }

  /** Counts events, from 1: {@code evt.num}, and a key for values cached during one event. */
  public long number() {
    return number;
  }
}
