package io.sentineledge.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sentineledge.agent.http.Certificates;
import io.sentineledge.output.Output;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.FileRecords;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A running agent with outputs to Kafka's own broker: what each of their keys does. */
@Timeout(300)
class KafkaOutputTest extends AgentFixture {
  private static final String DEAD = "127.0.0.1:9";
  private static final List<String> NAMES = IntStream.range(0, 300).mapToObj(i -> "f" + i).toList();

  private final StringBuilder sections = new StringBuilder();

  @BeforeEach
  void prepare() throws Exception {
    for (String name : NAMES) {
      Files.createFile(marked.resolve(name));
    }
    Certificates.make(folder, "own", "broker");
  }

  private void output(String name, List<String> servers, String keys) {
    String list = "\"" + String.join("\", \"", servers) + "\"";
    sections.append("[outputs.%s]\ntype = \"kafka\"\nservers = [%s]\n".formatted(name, list));
    // Without what the agent tells of itself, such as events that other workloads lose
    sections.append("tags = [\"test\"]\n").append(keys).append('\n');
  }

  private AgentProcess start() throws IOException {
    Path config = config("[core]\nstate_dir = \"%s/state\"\n%s".formatted(folder, sections));
    return start(Map.of(), "--json", "--config", config.toString());
  }

  /** Opens some of the files, once each; their names. */
  private List<String> open(int number) {
    List<String> names = NAMES.subList(0, number);
    cat(names.stream().map(marked::resolve).toArray(Path[]::new));
    return names;
  }

  private static void awaitWritten(AgentProcess agent, String output, int alerts) {
    String sample = "sentinel_output_alerts_total{output=\"" + output + "\"}";
    agent.await(output, () -> Scrape.is(agent, sample, alerts));
  }

  @Test
  void whatABrokerThatIsDownDoesNotTakeItGetsOnceItIsUp() throws Exception {
    try (KafkaBroker broker = new KafkaBroker(folder)) {
      output("siem", List.of(broker.open()), "topic = \"alerts\"\ntimeout_ms = 2000");
      try (AgentProcess agent = start()) {
        List<String> names = open(NAMES.size());
        Scrape.awaitReason(agent, "siem", "Kafka: ");
        broker.start();
        awaitWritten(agent, "siem", names.size());
        // A batch of which some was not acknowledged is sent again
        List<String> came = Receiver.names(String.join("\n", broker.topic("alerts")));
        assertEquals(names, List.copyOf(new LinkedHashSet<>(came)));
        for (Output.Drop drop : Output.Drop.values()) {
          String labels =
              "{output=\"siem\",reason=\"%s\"}".formatted(drop.name().toLowerCase(Locale.ROOT));
          assertEquals(0, Scrape.metric(agent, "sentinel_output_dropped_total" + labels), labels);
        }
      }
    }
  }

  @Test
  void eachKeyHasItsEffect() throws Exception {
    try (KafkaBroker broker = new KafkaBroker(folder).start();
        ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      output("second", List.of(DEAD, broker.open()), "");
      output(
          "packed",
          List.of(broker.open()),
          "topic = \"packed\"\nformat = \"text\"\nproperties = { \"compression.type\" = \"gzip\" }");
      output("silent", List.of("127.0.0.1:" + silent.getLocalPort()), "timeout_ms = 321");
      String trusted =
          "\"ssl.truststore.type\" = \"PEM\", \"ssl.truststore.location\" = \"%s\""
              .formatted(folder.resolve("own.crt"));
      secured("user", broker, KafkaBroker.PASSWORD, trusted);
      secured("stranger", broker, "wrong", trusted);
      secured("distrusting", broker, KafkaBroker.PASSWORD, "acks = \"all\"");
      try (AgentProcess agent = start()) {
        List<String> names = open(12);
        for (String output : List.of("second", "packed", "user")) {
          awaitWritten(agent, output, names.size());
        }
        for (String topic : List.of("sentineledge.alerts", "of-user")) {
          assertEquals(names, Receiver.names(String.join("\n", broker.topic(topic))), topic);
        }
        String text = broker.topic("packed").getFirst();
        assertTrue(text.contains("Z WARNING Marked file opened: cat opened "), text);
        assertEquals(CompressionType.GZIP, compression(broker.stored("packed")));
        assertEquals(CompressionType.NONE, compression(broker.stored("sentineledge.alerts")));
        Scrape.awaitReason(agent, "silent", "after 321 ms");
        Scrape.awaitReason(agent, "stranger", "Authentication failed");
        Scrape.awaitReason(agent, "distrusting", "SSL handshake failed");
      }
    }
  }

  /** An output to where only users may write. */
  private void secured(String name, KafkaBroker broker, String password, String more) {
    String protocol = "\"security.protocol\" = \"SASL_SSL\", \"sasl.mechanism\" = \"PLAIN\"";
    String login = "\"sasl.jaas.config\" = \"" + KafkaBroker.login(password) + "\"";
    output(
        name,
        List.of(broker.secured()),
        "topic = \"of-%s\"\nproperties = { %s, %s, %s }".formatted(name, protocol, login, more));
  }

  private static CompressionType compression(Path stored) throws IOException {
    try (FileRecords records = FileRecords.open(stored.toFile())) {
      return records.firstBatch().compressionType();
    }
  }
}
