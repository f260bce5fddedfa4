package io.sentineledge.kernel;

/** A program of a {@link BpfObject}; valid until the object is closed. */
public final class BpfProgram {
  private final LibBpf lib;
  private final long handle;
  private final String name;
  private final String section;

  BpfProgram(LibBpf lib, long handle) {
    this.lib = lib;
    this.handle = handle;
    name = lib.programName(handle);
    section = lib.programSection(handle);
  }

  /** The function's name; the kernel shows its first 15 characters. */
  public String name() {
    return name;
  }

  /** The ELF section, which says the type and the place of attachment: {@code tp_btf/sys_exit}. */
  public String section() {
    return section;
  }

  /** Whether {@link BpfObject#load} loads this program; on at first. Only before load. */
  public void setAutoload(boolean autoload) {
    int result = lib.setAutoload(handle, autoload);
    if (result != 0) {
      throw LibC.failed("setting autoload of the program " + name, -result);
    }
  }

  /** The loaded program's descriptor; negative where it is not loaded. */
  public int fd() {
    return lib.programFd(handle);
  }

  /**
   * Attaches the loaded program where its section says.
   *
   * @throws KernelException where the kernel refuses
   */
  public BpfLink attach() {
    LibBpfLog.begin(lib, false);
    long link = lib.attach(handle);
    if (link == 0) {
      int errno = Native.errno();
      throw new KernelException(
          KernelException.Code.ATTACH_REFUSED,
          errno,
          "The program "
              + name
              + " could not be attached to "
              + section
              + ": "
              + Errno.describe(errno),
          "");
    }
    return new BpfLink(lib, link, name);
  }

  /**
   * What the kernel says about the loaded program.
   *
   * @throws KernelException where it is not loaded
   */
  public ProgramInfo info() {
    return ProgramInfo.read(lib, fd());
  }
}
