package io.sentineledge.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NicenessTest {
  @Test
  void aThreadLetsOthersGoFirstAndSoDoThoseThatItStarts() throws InterruptedException {
    int own = Niceness.get();
    List<Integer> seen = new ArrayList<>();
    Thread first =
        Thread.ofPlatform()
            .start(() -> {
              Niceness.change(3);
              seen.add(Niceness.get());
              Thread second = Thread.ofPlatform().start(() -> seen.add(Niceness.get()));
              try {
                second.join();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              Niceness.change(100);
              seen.add(Niceness.get());
            });
    first.join();
    assertEquals(List.of(Math.min(own + 3, 19), Math.min(own + 3, 19), 19), seen);
    assertEquals(own, Niceness.get(), "of one thread alone");
  }
}
