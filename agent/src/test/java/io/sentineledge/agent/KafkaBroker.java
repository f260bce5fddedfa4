package io.sentineledge.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sentineledge.agent.logging.LogProvider;
import io.sentineledge.agent.logging.Logging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * A broker of Kafka's, a process of its own that is its own controller. It listens on two ports: on
 * one anybody may write, on the other, over TLS, a user {@value #USER} with the password {@value
 * #PASSWORD}.
 */
final class KafkaBroker implements AutoCloseable {
  static final String USER = "agent";
  static final String PASSWORD = "correct";

  private static final String JAAS =
      "org.apache.kafka.common.security.plain.PlainLoginModule required ";

  private final Path folder;
  private final int open = FreePort.find();
  private final int secured = FreePort.find();
  private List<Process> running = List.of();

  /**
   * Starts nothing yet.
   *
   * @param folder for its files, with {@code own.crt} and {@code own.key}, by which it is known
   */
  KafkaBroker(Path folder) throws IOException {
    this.folder = folder;
  }

  /** Where anybody may write. */
  String open() {
    return "127.0.0.1:" + open;
  }

  /** Where only {@value #USER} may. */
  String secured() {
    return "127.0.0.1:" + secured;
  }

  /** What a client gives as {@code sasl.jaas.config}. */
  static String login(String password) {
    return "%susername='%s' password='%s';".formatted(JAAS, USER, password);
  }

  /** Starts it with an empty store. */
  KafkaBroker start() throws IOException, InterruptedException {
    Path identity = folder.resolve("identity.pem");
    Files.writeString(
        identity,
        Files.readString(folder.resolve("own.key")) + Files.readString(folder.resolve("own.crt")));
    String control = "127.0.0.1:" + FreePort.find();
    Properties properties = new Properties();
    properties.putAll(
        Map.of(
            "process.roles", "broker,controller",
            "node.id", "1",
            "controller.quorum.voters", "1@" + control,
            "controller.listener.names", "CONTROLLER",
            "inter.broker.listener.name", "PLAINTEXT",
            "log.dirs", folder.resolve("kafka").toString(),
            "offsets.topic.replication.factor", "1"));
    properties.putAll(
        Map.of(
            "listeners",
            "PLAINTEXT://%s,SASL_SSL://%s,CONTROLLER://%s".formatted(open(), secured(), control),
            "listener.security.protocol.map",
            "PLAINTEXT:PLAINTEXT,SASL_SSL:SASL_SSL,CONTROLLER:PLAINTEXT",
            "sasl.enabled.mechanisms",
            "PLAIN",
            "listener.name.sasl_ssl.plain.sasl.jaas.config",
            "%suser_%s='%s';".formatted(JAAS, USER, PASSWORD),
            "ssl.keystore.type",
            "PEM",
            "ssl.keystore.location",
            identity.toString()));
    Path file = folder.resolve("server.properties");
    try (var writer = Files.newBufferedWriter(file)) {
      properties.store(writer, "");
    }
    String store = Uuid.randomUuid().toString();
    Process format = run("kafka.tools.StorageTool", "format", "-c", file.toString(), "-t", store);
    assertEquals(0, format.waitFor(), this::said);
    running = List.of(run("kafka.Kafka", file.toString()));
    return this;
  }

  private Process run(String mainClass, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-Dslf4j.provider=" + LogProvider.class.getName(),
                "-cp",
                System.getProperty("java.class.path"),
                mainClass));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("broker.log").toFile()))
        .start();
  }

  private String said() {
    return AgentFixture.read(folder.resolve("broker.log"));
  }

  /** All that is in a topic. */
  List<String> topic(String name) {
    Logging.onlyErrors("org.apache.kafka");
    assertTrue(running.stream().allMatch(Process::isAlive), this::said);
    List<String> values = new ArrayList<>();
    Map<String, Object> settings = Map.of("bootstrap.servers", open());
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      TopicPartition partition = new TopicPartition(name, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
      while (consumer.position(partition) < end) {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
      }
    }
    return values;
  }

  /** What it stores of a topic, as it stores it. */
  Path stored(String topic) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("kafka").resolve(topic + "-0"))) {
      return files.filter(file -> file.toString().endsWith(".log")).findFirst().orElseThrow();
    }
  }

  @Override
  public void close() throws InterruptedException {
    for (Process process : running) {
      process.destroyForcibly().waitFor(1, TimeUnit.MINUTES);
    }
  }
}
