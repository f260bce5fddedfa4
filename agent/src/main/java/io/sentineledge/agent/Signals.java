package io.sentineledge.agent;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/**
 * Signals of the operating system. The interface is {@code sun.misc.Signal}, which the compiler
 * warns about in a way that can't be silenced: hence by name.
 */
final class Signals {
  private Signals() {}

  /**
   * Replaces what a signal does. A signal that the parent process had ignored stays ignored.
   *
   * @param name without the prefix: {@code TERM}
   * @param action run on a thread of its own
   */
  static void handle(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      InvocationHandler invoke =
          (proxy, method, arguments) -> {
            action.run();
            return null;
          };
      Object installed =
          Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, invoke);
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), installed);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("signal " + name + " can't be handled: " + e, e);
    }
  }
}
