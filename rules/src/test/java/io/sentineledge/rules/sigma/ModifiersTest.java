package io.sentineledge.rules.sigma;

import static io.sentineledge.rules.sigma.Sigma.condition;
import static io.sentineledge.rules.sigma.Sigma.rule;
import static io.sentineledge.rules.sigma.Sigma.selection;
import static io.sentineledge.rules.sigma.Sigma.starts;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** What each modifier makes of a value. */
class ModifiersTest {
  @Test
  void placesInTheText() {
    assertEquals("tolower(proc.argv) = \"a b\"", selection("CommandLine: 'A b'"));
    assertEquals("tolower(proc.argv) contains ab", selection("CommandLine|contains: aB"));
    assertEquals("tolower(proc.argv) startswith ab", selection("CommandLine|startswith: aB"));
    assertEquals("tolower(proc.argv) endswith ab", selection("CommandLine|endswith: aB"));
  }

  @Test
  void listsAreAlternativesAndAllOfThemWithAll() {
    assertEquals("tolower(proc.argv) in (a, b)", selection("CommandLine: [A, b]"));
    assertEquals(
        "tolower(proc.argv) contains anyof (a, b)", selection("CommandLine|contains: [A, b]"));
    assertEquals(
        "tolower(proc.argv) contains allof (a, b)", selection("CommandLine|contains|all: [A, b]"));
    assertEquals(
        "tolower(proc.argv) contains allof (a, b)", selection("CommandLine|all|contains: [A, b]"));
    assertEquals(
        "tolower(proc.argv) endswith a and tolower(proc.argv) startswith b",
        selection("CommandLine|all: ['*a', 'b*']"));
  }

  @Test
  void casedValuesAreComparedAsTheyAre() {
    assertEquals("proc.argv = aB", selection("CommandLine|cased: aB"));
    assertEquals("proc.argv contains aB", selection("CommandLine|contains|cased: aB"));
    assertEquals("proc.argv startswith aB", selection("CommandLine|cased|startswith: aB"));
    assertEquals("proc.argv glob a*B", selection("CommandLine|cased: a*B"));
  }

  @Test
  void regularExpressionsSearch() {
    assertEquals(
        "proc.argv regex \"(?s:.*)(?:a(b|c)$)(?s:.*)\"", selection("CommandLine|re: 'a(b|c)$'"));
    assertEquals("proc.argv regex \"(?s:.*)(?i:ab)(?s:.*)\"", selection("CommandLine|re|i: 'ab'"));
    assertEquals(
        "proc.argv regex \"(?s:.*)(?ims:a.b)(?s:.*)\"", selection("CommandLine|re|i|m|s: 'a.b'"));
    assertEquals(
        "proc.argv regex \"(?s:.*)(?i:ab)(?s:.*)\"", selection("CommandLine|re|ignorecase: 'ab'"));
    assertEquals(
        "proc.argv regex anyof (\"(?s:.*)(?:a)(?s:.*)\", \"(?s:.*)(?:b)(?s:.*)\")",
        selection("CommandLine|re: [a, b]"));
    assertEquals("proc.argv regex \"(?:a)(?s:.*)\"", selection("CommandLine|re|startswith: 'a'"));
    assertEquals("proc.argv regex \"(?s:.*)(?:a)\"", selection("CommandLine|re|endswith: 'a'"));
  }

  @Test
  void base64() {
    assertEquals(
        "tolower(proc.argv) contains \"l2jpbi9zaa==\"",
        selection("CommandLine|base64|contains: '/bin/sh'"));
    assertEquals(
        "proc.argv contains anyof (L2Jpbi9za, 9iaW4vc2, vYmluL3No)",
        selection("CommandLine|cased|base64offset|contains: '/bin/sh'"));
    assertEquals(
        "proc.argv contains anyof (Zm9vYm, Zvb2Jh, mb29iY)",
        selection("CommandLine|cased|base64offset|contains: 'fooba'"));
    assertEquals("proc.argv = YwBtAGQA", selection("CommandLine|cased|wide|base64: 'cmd'"));
    assertEquals("proc.argv = YwBtAGQA", selection("CommandLine|cased|utf16le|base64: 'cmd'"));
    assertEquals("proc.argv = AGMAbQBk", selection("CommandLine|cased|utf16be|base64: 'cmd'"));
    assertEquals(
        "proc.argv = \"//5jAG0AZAA=\"", selection("CommandLine|cased|utf16|base64: 'cmd'"));
    assertEquals(
        "proc.argv = \"5AD8IA==\"", selection("CommandLine|cased|wide|base64: '\u00e4\u20fc'"));
  }

  @Test
  void dashes() {
    assertEquals(
        "tolower(proc.argv) contains anyof (-a-b, /a-b, \"\u2013a-b\", \"\u2014a-b\","
            + " \"\u2015a-b\")",
        selection("CommandLine|windash|contains: '-a-b'"));
    assertEquals(25, selection("CommandLine|windash: '-a /b'").split(",").length);
  }

  @Test
  void networks() {
    String network = "category: network_connection\nproduct: linux";
    assertEquals(
        "fd.snet in (10.0.0.0/8, fe80::/10)",
        condition(
            rule(network, "s:\n  DestinationIp|cidr: ['10.0.0.0/8', 'fe80::/10']\ncondition: s")));
    assertEquals(
        "fd.cnet = 192.0.2.1/32",
        condition(rule(network, "s:\n  SourceIp|cidr: '192.0.2.1'\ncondition: s")));
  }

  @Test
  void presence() {
    assertEquals("proc.cwd exists", selection("CurrentDirectory|exists: true"));
    assertEquals("not proc.cwd exists", selection("CurrentDirectory|exists: 'no'"));
    assertEquals(
        "not (proc.exepath exists or proc.asked exists)", selection("Image|exists: false"));
  }

  @Test
  void bounds() {
    assertEquals("proc.pid < 10", selection("ProcessId|lt: 10"));
    assertEquals("proc.pid <= 10", selection("ProcessId|lte: '10'"));
    assertEquals("proc.pid > 10", selection("ProcessId|gt: 10"));
    assertEquals("proc.pid >= 16", selection("ProcessId|gte: 0x10"));
  }

  @Test
  void differing() {
    assertEquals("not tolower(proc.argv) in (a, b)", selection("CommandLine|neq: [a, b]"));
    assertEquals("not tolower(proc.argv) contains a", selection("CommandLine|contains|neq: a"));
    assertEquals("not tolower(proc.exepath) = /bin/a", selection("Image|neq: /bin/a"));
  }

  @Test
  void otherFields() {
    assertEquals(
        "tolower(proc.argv) = tolower(proc.pargv)",
        selection("CommandLine|fieldref: ParentCommandLine"));
    assertEquals(
        "tolower(proc.argv) startswith tolower(proc.pargv)",
        selection("CommandLine|fieldref|startswith: ParentCommandLine"));
    assertEquals(
        "tolower(proc.argv) endswith tolower(proc.exepath)",
        selection("CommandLine|fieldref|endswith: Image"));
    assertEquals(
        "not tolower(proc.argv) contains tolower(proc.cwd)",
        selection("CommandLine|fieldref|contains|neq: CurrentDirectory"));
    assertEquals(
        "tolower(concat(proc.pid, \"\")) = tolower(concat(proc.ppid, \"\"))",
        selection("ProcessId|fieldref: ParentProcessId"));
  }

  @Test
  void placeholdersAreListsOfFalcoFiles() {
    String rule =
        starts(
            "selection:\n  User|expand: '%admins%'\n  CommandLine|expand|contains:"
                + " '\\%x %hosts%:%ports% %'\ncondition: selection");
    String lists =
        """
        - list: more
          items: [bob]
        - list: admins
          items: [root, more]
        - list: hosts
          items: ['a*', '%hosts%']
        - list: ports
          items: [80, 443]
        """;
    assertEquals(
        "tolower(user.name) in (root, bob) and"
            + " (proc.argv iglob anyof (\"*%x a*:80 %*\", \"*%x a*:443 %*\")"
            + " or tolower(proc.argv) contains anyof"
            + " (\"%x %hosts%:80 %\", \"%x %hosts%:443 %\"))",
        condition(rule + "---\n" + lists));
  }

  @Test
  void aTextOperatorWorksOnNumbersAndAddresses() {
    assertEquals(
        "tolower(concat(proc.pid, \"\")) startswith 12", selection("ProcessId|startswith: 12"));
    assertEquals(
        "tolower(concat(fd.sip, \"\")) startswith 10.",
        condition(
            rule(
                "category: network_connection",
                "s:\n  DestinationIp|startswith: '10.'\ncondition: s")));
    assertEquals("proc.pid in (4, 16)", selection("ProcessId: [4, '0x10']"));
    assertEquals("tolower(concat(proc.pid, \"\")) = x", selection("ProcessId: x"));
  }
}
