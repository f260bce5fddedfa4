package io.sentineledge.agent;

import io.sentineledge.agent.config.ConfigLoader;
import io.sentineledge.agent.support.Bundle;
import io.sentineledge.output.SafeText;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.channels.Channels;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code sentinel-edge diagnose}. */
@Command(
    name = "diagnose",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Collect what support asks for into a tar.gz that its owner alone can read.",
      "Version, what doctor says, the configuration, problems of the rules, what the running agent"
          + " answers, the ends of its logs, facts of kernel and mounts; of the environment only"
          + " SENTINEL_*. Secrets are masked, and nothing is sent anywhere."
    },
    footer = "%nExit status: 0 if the file was written, whatever could not be had; 1 or 2 if not.")
final class DiagnoseCommand implements Callable<Integer> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  @ParentCommand private @Nullable SentinelEdge parent;
  @Spec private @Nullable CommandSpec spec;
  private final RuleOptions rules = new RuleOptions();
  @Mixin final CommandSpec rulesSpec = rules.spec();

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "Where to write; must not exist. Default: sentinel-edge-TIME.tar.gz here.")
  private @Nullable Path named;

  @Override
  public Integer call() throws ConfigException {
    Instant now = Instant.now();
    String name = "sentinel-edge-" + TIME.format(now);
    Path file = named == null ? Path.of(name + ".tar.gz") : named;
    ConfigLoader.Result read = Objects.requireNonNull(parent).read();
    try (OutputStream out = create(file)) {
      Bundle bundle = Diagnosis.of(name, read, rules, System.getenv());
      bundle.write(out, now);
      PrintWriter console = Objects.requireNonNull(spec).commandLine().getOut();
      console.println(SafeText.of(file.toAbsolutePath().toString()));
      console.print(bundle.contents());
      console.flush();
      return ExitCode.OK;
    } catch (IOException e) {
      System.err.println(SafeText.of("sentinel-edge: " + file + " can't be written: " + e));
      return ExitCode.SOFTWARE;
    }
  }

  /** A file that cannot be created is bad usage. */
  private static OutputStream create(Path file) throws ConfigException {
    try {
      return Channels.newOutputStream(
          Files.newByteChannel(
              file,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))));
    } catch (IOException e) {
      throw new ConfigException(
          List.of(SafeText.of("sentinel-edge: " + file + " can't be created: " + reason(e))));
    }
  }

  private static String reason(IOException failure) {
    return switch (failure) {
      case NoSuchFileException _ -> "its folder does not exist";
      case FileAlreadyExistsException _ -> "it exists already";
      case AccessDeniedException _ -> "this user may not write there";
      default -> failure.toString();
    };
  }
}
