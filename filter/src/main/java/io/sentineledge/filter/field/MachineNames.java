package io.sentineledge.filter.field;

/**
 * Names of numbers and bits that calls about keys, the kernel and the machine take; values of
 * x86-64.
 */
final class MachineNames {
  /** linux/module.h. */
  static final FlagNames MODULE =
      new FlagNames()
          .bit("MODULE_INIT_IGNORE_MODVERSIONS", 1)
          .bit("MODULE_INIT_IGNORE_VERMAGIC", 2)
          .bit("MODULE_INIT_COMPRESSED_FILE", 4);

  /** As delete_module takes them. */
  static final FlagNames UNLOAD = new FlagNames().bit("O_NONBLOCK", 0x800).bit("O_TRUNC", 0x200);

  /** linux/kexec.h. */
  static final FlagNames KEXEC_FILE =
      new FlagNames()
          .bit("KEXEC_FILE_UNLOAD", 1)
          .bit("KEXEC_FILE_ON_CRASH", 2)
          .bit("KEXEC_FILE_NO_INITRAMFS", 4)
          .bit("KEXEC_FILE_DEBUG", 8);

  /** linux/keyctl.h. */
  static final FlagNames KEYCTL =
      new FlagNames()
          .values(
              0,
              "KEYCTL_GET_KEYRING_ID",
              "KEYCTL_JOIN_SESSION_KEYRING",
              "KEYCTL_UPDATE",
              "KEYCTL_REVOKE",
              "KEYCTL_CHOWN",
              "KEYCTL_SETPERM",
              "KEYCTL_DESCRIBE",
              "KEYCTL_CLEAR",
              "KEYCTL_LINK",
              "KEYCTL_UNLINK",
              "KEYCTL_SEARCH",
              "KEYCTL_READ",
              "KEYCTL_INSTANTIATE",
              "KEYCTL_NEGATE",
              "KEYCTL_SET_REQKEY_KEYRING",
              "KEYCTL_SET_TIMEOUT",
              "KEYCTL_ASSUME_AUTHORITY",
              "KEYCTL_GET_SECURITY",
              "KEYCTL_SESSION_TO_PARENT",
              "KEYCTL_REJECT",
              "KEYCTL_INSTANTIATE_IOV",
              "KEYCTL_INVALIDATE",
              "KEYCTL_GET_PERSISTENT",
              "KEYCTL_DH_COMPUTE",
              "KEYCTL_PKEY_QUERY",
              "KEYCTL_PKEY_ENCRYPT",
              "KEYCTL_PKEY_DECRYPT",
              "KEYCTL_PKEY_SIGN",
              "KEYCTL_PKEY_VERIFY",
              "KEYCTL_RESTRICT_KEYRING",
              "KEYCTL_MOVE",
              "KEYCTL_CAPABILITIES",
              "KEYCTL_WATCH_KEY");

  /** linux/time.h. */
  static final FlagNames CLOCK = new FlagNames().values(0, "CLOCK_REALTIME", "CLOCK_MONOTONIC");

  /** linux/reboot.h. */
  static final FlagNames REBOOT =
      new FlagNames()
          .where("LINUX_REBOOT_CMD_RESTART", -1, 0x01234567)
          .where("LINUX_REBOOT_CMD_HALT", -1, 0xcdef0123L)
          .where("LINUX_REBOOT_CMD_CAD_ON", -1, 0x89abcdefL)
          .where("LINUX_REBOOT_CMD_CAD_OFF", -1, 0)
          .where("LINUX_REBOOT_CMD_POWER_OFF", -1, 0x4321fedc)
          .where("LINUX_REBOOT_CMD_RESTART2", -1, 0xa1b2c3d4L)
          .where("LINUX_REBOOT_CMD_SW_SUSPEND", -1, 0xd000fce2L)
          .where("LINUX_REBOOT_CMD_KEXEC", -1, 0x45584543);

  /** The kernel's log, linux/syslog.h. */
  static final FlagNames SYSLOG =
      new FlagNames()
          .values(
              0,
              "SYSLOG_ACTION_CLOSE",
              "SYSLOG_ACTION_OPEN",
              "SYSLOG_ACTION_READ",
              "SYSLOG_ACTION_READ_ALL",
              "SYSLOG_ACTION_READ_CLEAR",
              "SYSLOG_ACTION_CLEAR",
              "SYSLOG_ACTION_CONSOLE_OFF",
              "SYSLOG_ACTION_CONSOLE_ON",
              "SYSLOG_ACTION_CONSOLE_LEVEL",
              "SYSLOG_ACTION_SIZE_UNREAD",
              "SYSLOG_ACTION_SIZE_BUFFER");

  /** linux/io_uring.h. */
  static final FlagNames URING_ENTER =
      new FlagNames()
          .bit("IORING_ENTER_GETEVENTS", 1)
          .bit("IORING_ENTER_SQ_WAKEUP", 2)
          .bit("IORING_ENTER_SQ_WAIT", 4)
          .bit("IORING_ENTER_EXT_ARG", 8)
          .bit("IORING_ENTER_REGISTERED_RING", 16);

  static final FlagNames URING_REGISTER =
      new FlagNames()
          .values(
              0,
              "IORING_REGISTER_BUFFERS",
              "IORING_UNREGISTER_BUFFERS",
              "IORING_REGISTER_FILES",
              "IORING_UNREGISTER_FILES",
              "IORING_REGISTER_EVENTFD",
              "IORING_UNREGISTER_EVENTFD",
              "IORING_REGISTER_FILES_UPDATE",
              "IORING_REGISTER_EVENTFD_ASYNC",
              "IORING_REGISTER_PROBE",
              "IORING_REGISTER_PERSONALITY",
              "IORING_UNREGISTER_PERSONALITY",
              "IORING_REGISTER_RESTRICTIONS",
              "IORING_REGISTER_ENABLE_RINGS");

  private MachineNames() {}
}
