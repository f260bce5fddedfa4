package io.sentineledge.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.utils.Time;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kafka's own client with a broker of Kafka's, which is down at first. */
@Timeout(180)
class KafkaTest {
  private static final int ALERTS = 500;
  private static final String TOPIC = "alerts";

  @TempDir private Path folder = Path.of("");

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** A broker that is its own controller, with a formatted store. */
  private KafkaRaftServer broker(int port) throws IOException {
    int control = freePort();
    Properties properties = new Properties();
    properties.putAll(
        Map.of(
            "process.roles", "broker,controller",
            "node.id", "1",
            "controller.quorum.voters", "1@127.0.0.1:" + control,
            "controller.listener.names", "CONTROLLER",
            "listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + control,
            "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
            "log.dirs", folder.resolve("kafka").toString(),
            "num.partitions", "1",
            "offsets.topic.replication.factor", "1"));
    Path file = folder.resolve("server.properties");
    try (var writer = Files.newBufferedWriter(file)) {
      properties.store(writer, "");
    }
    String[] format = {"format", "-c", file.toString(), "-t", Uuid.randomUuid().toString()};
    assertEquals(0, StorageTool.execute(format, new PrintStream(System.err, true, UTF_8)));
    return new KafkaRaftServer(KafkaConfig.fromProps(properties), Time.SYSTEM);
  }

  /** All that is in the topic, without what is in it again. */
  private static List<String> topic(int port) {
    Set<String> values = new LinkedHashSet<>();
    Map<String, Object> settings = Map.of("bootstrap.servers", "127.0.0.1:" + port);
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      TopicPartition partition = new TopicPartition(TOPIC, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
      while (consumer.position(partition) < end) {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
      }
    }
    return List.copyOf(values);
  }

  @Test
  void whatABrokerThatIsDownDoesNotTakeItGetsOnceItIsUp() throws Exception {
    int port = freePort();
    KafkaSink sink = new KafkaSink(List.of("127.0.0.1:" + port), TOPIC, 2000, Map.of());
    Spool spool = new Spool(folder.resolve("kafka.spool"), 1 << 20);
    Output.Limits limits = new Output.Limits(1000, 64, Duration.ZERO, Duration.ZERO);
    List<String> sent = new ArrayList<>();
    KafkaRaftServer broker = broker(port);
    AlertFormat format = sighting -> sighting.alert().output().getBytes(UTF_8);
    try (Output output =
        new Output("kafka", new Output.Settings(sink, format, _ -> true, limits), spool)) {
      for (int i = 0; i < ALERTS; i++) {
        sent.add("alert " + i);
        output.offer(Alerts.alert("alert " + i, Map.of()));
      }
      while (output.problem().isEmpty() || output.waiting() > 0) {
        Thread.sleep(20);
      }
      assertTrue(output.problem().contains("Kafka"), output.problem());
      broker.startup();
      while (output.written() < ALERTS) {
        Thread.sleep(20);
      }
      assertEquals(sent, topic(port));
      assertEquals("", output.problem());
      for (Output.Drop reason : Output.Drop.values()) {
        assertEquals(0, output.dropped(reason), reason.toString());
      }
    } finally {
      broker.shutdown();
      broker.awaitShutdown();
    }
  }
}
