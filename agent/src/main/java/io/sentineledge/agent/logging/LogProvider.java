package io.sentineledge.agent.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * Gives SLF4J a Logback that is set up by code. SLF4J's search for a provider, and Logback's for
 * its configuration, would open every jar at each start. Neither are files looked for nor XML is
 * parsed, which keeps the caller's working directory out of it.
 */
public final class LogProvider implements SLF4JServiceProvider {
  private static final String API = "2.0.99";

  private final LoggerContext context = new LoggerContext();
  private final IMarkerFactory markers = new BasicMarkerFactory();
  private final LogbackMDCAdapter mdc = new LogbackMDCAdapter();

  /** To be called before there is a logger. */
  public static void use() {
    System.setProperty("slf4j.provider", LogProvider.class.getName());
    // Or it would tell which provider that is
    System.setProperty("slf4j.internal.verbosity", "WARN");
  }

  @Override
  public void initialize() {
    context.setMDCAdapter(mdc);
    Logging.configure(context);
    context.start();
  }

  @Override
  public ILoggerFactory getLoggerFactory() {
    return context;
  }

  @Override
  public IMarkerFactory getMarkerFactory() {
    return markers;
  }

  @Override
  public MDCAdapter getMDCAdapter() {
    return mdc;
  }

  /** The last version of SLF4J that this can serve. */
  @Override
  public String getRequestedApiVersion() {
    return API;
  }
}
