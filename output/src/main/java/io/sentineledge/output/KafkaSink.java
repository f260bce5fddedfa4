package io.sentineledge.output;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Alerts to a topic of Kafka, in order, acknowledged by all replicas in sync. A batch of which some
 * was not acknowledged is sent again as a whole: at least once, never less.
 *
 * <p>Kafka's client waits by the wall clock: if that is set back by a day meanwhile, for a day. So
 * each batch has a thread, which is left when it takes longer than the client's own limits.
 */
public final class KafkaSink implements RecordSink {
  private static final long BUFFER_BYTES = 4 << 20;
  private static final Duration CLOSE = Duration.ofMillis(500);

  /** Beyond its limits, so that the client itself says what is wrong. */
  private static final long GRACE_MILLIS = 5000;

  private final Map<String, Object> settings = new HashMap<>();
  private final String topic;
  private volatile @Nullable Producer<byte[], byte[]> producer;

  /**
   * Connects to nobody yet.
   *
   * @param servers {@code HOST:PORT}, to ask who the brokers are
   * @param timeoutMillis the longest wait until a batch is acknowledged
   * @param properties of the producer, such as {@code security.protocol}; they come last
   */
  public KafkaSink(
      List<String> servers, String topic, int timeoutMillis, Map<String, String> properties) {
    this.topic = topic;
    settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
    settings.put(ProducerConfig.CLIENT_ID_CONFIG, "sentinel-edge");
    settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
    settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (long) timeoutMillis);
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.max(1, timeoutMillis / 2));
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, timeoutMillis);
    // Neither JMX nor what the broker would like to know of its clients
    settings.put(ProducerConfig.METRIC_REPORTER_CLASSES_CONFIG, List.of());
    settings.put(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
    settings.putAll(properties);
  }

  @Override
  public void write(List<byte[]> records) throws IOException {
    FutureTask<Integer> transfer = new FutureTask<>(() -> transfer(records));
    Thread.ofPlatform().daemon().name("se-kafka").start(transfer);
    long longest =
        limit(ProducerConfig.MAX_BLOCK_MS_CONFIG)
            + limit(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG)
            + GRACE_MILLIS;
    int refused;
    try {
      refused = transfer.get(longest, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      transfer.cancel(true);
      throw new IOException("Kafka: its client did not return within " + longest + " ms", e);
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } catch (InterruptedException e) {
      transfer.cancel(true);
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for Kafka", e);
    }
    if (refused > 0) {
      throw new RefusedException("Kafka takes no records that are so large", refused);
    }
  }

  private long limit(String name) {
    try {
      return (Long) ConfigDef.parseType(name, settings.get(name), ConfigDef.Type.LONG);
    } catch (ConfigException e) {
      return 0; // no number: the client says so
    }
  }

  private static IOException failure(@Nullable Throwable cause) {
    if (cause instanceof RuntimeException defect) {
      throw defect;
    }
    return cause instanceof IOException failure ? failure : new IOException("Kafka: " + cause);
  }

  /** Hands over a batch; how many records are too large for Kafka. */
  private int transfer(List<byte[]> records) throws IOException {
    int refused = 0;
    try {
      Producer<byte[], byte[]> open = producer;
      if (open == null) {
        open = new KafkaProducer<byte[], byte[]>(settings);
        producer = open;
      }
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (byte[] record : records) {
        Future<RecordMetadata> future = open.send(new ProducerRecord<>(topic, record));
        if (future.isDone()) {
          refused += acknowledged(future) ? 0 : 1; // or each record would wait for the broker
        } else {
          sent.add(future);
        }
      }
      open.flush();
      for (Future<RecordMetadata> each : sent) {
        refused += acknowledged(each) ? 0 : 1;
      }
    } catch (KafkaException e) {
      throw new IOException("Kafka: " + e.getMessage(), e);
    }
    return refused;
  }

  /** Whether the record was; not, if it never will be. */
  private static boolean acknowledged(Future<RecordMetadata> sent) throws IOException {
    try {
      var _ = sent.get();
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RecordTooLargeException) {
        return false;
      }
      throw new IOException("Kafka: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for Kafka", e);
    }
  }

  @Override
  public void close() {
    Producer<byte[], byte[]> open = producer;
    if (open != null) {
      producer = null;
      open.close(CLOSE);
    }
  }
}
