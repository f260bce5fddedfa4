package io.sentineledge.rules.sigma;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Numbers of the observed calls on x86-64, arch/x86/entry/syscalls/syscall_64.tbl: auditd logs
 * calls by number, and so its rules name them. A test holds the table against that of the kernel
 * programs, bpf/include/calls.h.
 */
final class CallNumbers {
  private static final String TABLE =
      """
      0=read 1=write 2=open 9=mmap 10=mprotect 16=ioctl 19=readv 20=writev 32=dup 33=dup2
      40=sendfile 41=socket 42=connect 43=accept 44=sendto 45=recvfrom 46=sendmsg 47=recvmsg 48=shutdown 49=bind
      50=listen 53=socketpair 54=setsockopt 56=clone 57=fork 58=vfork 59=execve 62=kill 72=fcntl
      76=truncate 77=ftruncate 80=chdir 81=fchdir 82=rename 83=mkdir 84=rmdir 85=creat
      86=link 87=unlink 88=symlink 90=chmod 91=fchmod 92=chown 93=fchown 94=lchown
      101=ptrace 103=syslog 105=setuid 106=setgid 113=setreuid 114=setregid 116=setgroups
      117=setresuid 119=setresgid 122=setfsuid 123=setfsgid 126=capset 129=rt_sigqueueinfo
      132=utime 133=mknod 135=personality 155=pivot_root 157=prctl 161=chroot 163=acct
      164=settimeofday 165=mount 166=umount2 167=swapon 168=swapoff 169=reboot
      170=sethostname 171=setdomainname 172=iopl 173=ioperm 175=init_module
      176=delete_module 179=quotactl 188=setxattr 189=lsetxattr 190=fsetxattr
      197=removexattr 198=lremovexattr 199=fremovexattr 200=tkill 227=clock_settime
      234=tgkill 235=utimes 246=kexec_load 248=add_key 249=request_key 250=keyctl
      257=openat 258=mkdirat 259=mknodat 260=fchownat 261=futimesat 263=unlinkat
      264=renameat 265=linkat 266=symlinkat 268=fchmodat 272=unshare 275=splice
      280=utimensat 288=accept4 292=dup3 297=rt_tgsigqueueinfo 298=perf_event_open
      299=recvmmsg 300=fanotify_init 301=fanotify_mark 302=prlimit64 303=name_to_handle_at 304=open_by_handle_at 307=sendmmsg
      308=setns 310=process_vm_readv 311=process_vm_writev 313=finit_module 316=renameat2
      317=seccomp 319=memfd_create 320=kexec_file_load 321=bpf 322=execveat
      323=userfaultfd 327=preadv2 328=pwritev2 329=pkey_mprotect 424=pidfd_send_signal
      425=io_uring_setup 426=io_uring_enter 427=io_uring_register 428=open_tree
      429=move_mount 430=fsopen 431=fsconfig 432=fsmount 433=fspick 434=pidfd_open
      435=clone3 437=openat2 438=pidfd_getfd 442=mount_setattr 443=quotactl_fd
      452=fchmodat2 463=setxattrat 466=removexattrat 467=open_tree 469=file_setattr
      """;

  /** The name of a call by its number. */
  static final Map<String, String> NAMES = names();

  private CallNumbers() {}

  private static Map<String, String> names() {
    Map<String, String> names = new LinkedHashMap<>();
    for (String entry : TABLE.trim().split("\\s+")) {
      int equals = entry.indexOf('=');
      names.put(entry.substring(0, equals), entry.substring(equals + 1));
    }
    return Collections.unmodifiableMap(names);
  }
}
