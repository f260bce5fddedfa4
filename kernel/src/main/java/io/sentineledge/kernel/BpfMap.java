package io.sentineledge.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

/** A map of a {@link BpfObject}; valid until the object is closed. Thread-safe once loaded. */
public final class BpfMap {
  private final LibBpf lib;
  private final long handle;
  private final String name;

  BpfMap(LibBpf lib, long handle, String name) {
    this.lib = lib;
    this.handle = handle;
    this.name = name;
  }

  long handle() {
    return handle;
  }

  /** The map's name in the object. */
  public String name() {
    return name;
  }

  /** The descriptor; negative before load. */
  public int fd() {
    return lib.mapFd(handle);
  }

  /** Bytes of a value, on one cpu. */
  public int valueSize() {
    return lib.mapValueSize(handle);
  }

  /** The number of elements; for a ring buffer the bytes of its data area. */
  public int maxEntries() {
    return lib.mapMaxEntries(handle);
  }

  /** Before load only. A ring buffer takes a power of two that is a multiple of the page size. */
  public void setMaxEntries(int entries) {
    int result = lib.setMaxEntries(handle, entries);
    if (result != 0) {
      throw LibC.failed("setting the size of the map " + name + " to " + entries, -result);
    }
  }

  /**
   * Before load only. The map at that path is used if there is one, else the new one is pinned
   * there; it then outlives the process, until the file is deleted.
   *
   * @param path in a BPF file system
   */
  public void setPinPath(Path path) {
    try (Arena scratch = Arena.ofConfined()) {
      int result = lib.setPinPath(handle, scratch.allocateFrom(path.toString()));
      if (result != 0) {
        throw LibC.failed("setting the place of the map " + name + " to " + path, -result);
      }
    }
  }

  /**
   * Memory that takes one key's values of all cpus of a per-CPU map, {@link #perCpuStride} apart.
   */
  public MemorySegment allocatePerCpuValue(Arena arena) {
    return arena.allocate((long) perCpuStride() * lib.possibleCpus(), 8);
  }

  /** Bytes from one cpu's value to the next one's. */
  public int perCpuStride() {
    return (valueSize() + 7) / 8 * 8;
  }

  /**
   * Reads the value of a key, of a per-CPU map the values of all cpus.
   *
   * @return false where there is none
   */
  public boolean lookup(MemorySegment key, MemorySegment value) {
    return found(lib.lookup(fd(), key, value));
  }

  /**
   * Removes an element of a hash map, as one step. Since Linux 5.14.
   *
   * @param value memory for what it was
   * @return false where there is none
   */
  public boolean take(MemorySegment key, MemorySegment value) {
    return found(lib.take(fd(), key, value));
  }

  private boolean found(int result) {
    if (result != 0 && result != -Errno.ENOENT) {
      throw LibC.failed("reading the map " + name, -result);
    }
    return result == 0;
  }

  /**
   * Reads each element of a hash map whose keys are not per cpu. Elements that come or go meanwhile
   * may be seen or not; at most {@link #maxEntries} are.
   *
   * @param key memory for a key
   * @param value memory for a value
   * @param visitor called when both hold the next element
   */
  public void forEach(MemorySegment key, MemorySegment value, Runnable visitor) {
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment next = scratch.allocate(key.byteSize(), 8);
      int result = lib.nextKey(fd(), MemorySegment.NULL, next);
      for (int left = maxEntries(); result == 0 && left > 0; left--) {
        key.copyFrom(next);
        if (lookup(key, value)) {
          visitor.run();
        }
        result = lib.nextKey(fd(), key, next);
      }
      if (result != 0 && result != -Errno.ENOENT) {
        throw LibC.failed("reading the keys of the map " + name, -result);
      }
    }
  }

  /** Writes the value of a key. */
  public void update(MemorySegment key, MemorySegment value) {
    int result = lib.update(fd(), key, value, 0);
    if (result != 0) {
      throw LibC.failed("writing the map " + name, -result);
    }
  }

  /** Writes an element of a map from u32 to u32, such as a program array (value: descriptor). */
  public void update(int key, int value) {
    try (Arena scratch = Arena.ofConfined()) {
      update(
          scratch.allocateFrom(ValueLayout.JAVA_INT, key),
          scratch.allocateFrom(ValueLayout.JAVA_INT, value));
    }
  }
}
