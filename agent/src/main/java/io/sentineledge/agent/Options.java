package io.sentineledge.agent;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.IGetter;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Options that every start knows. They are told to picocli by code: to read annotations, the JVM
 * writes a class for each kind of them, which was an eighth of the start. What only one of the
 * {@link Commands} takes is annotated.
 */
final class Options {
  private Options() {}

  /** Its value goes into a field; one that is not given leaves the field as it is. */
  static <T extends @Nullable Object> OptionSpec.Builder named(
      String name, Class<?> type, Supplier<T> field, Consumer<T> setter) {
    Binding<T> binding = new Binding<>(field, setter);
    return OptionSpec.builder(name)
        .type(type)
        .initialValue(field.get())
        .getter(binding)
        .setter(binding);
  }

  /** One without a value. */
  static OptionSpec flag(
      String name, String description, Supplier<Boolean> field, Consumer<Boolean> setter) {
    return named(name, boolean.class, field, setter).description(description).build();
  }

  /** Adds {@code --help} and {@code --version}, as {@code mixinStandardHelpOptions} does. */
  static CommandSpec withStandard(CommandSpec command) {
    return command
        .addOption(
            OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help message and exit.")
                .build())
        .addOption(
            OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Print version information and exit.")
                .build());
  }

  private record Binding<T extends @Nullable Object>(Supplier<T> field, Consumer<T> setter)
      implements IGetter, ISetter {
    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as picocli declares it
    public <V> V get() {
      return (V) field.get();
    }

    @Override
    @SuppressWarnings("unchecked")
    public <V> V set(V value) {
      setter.accept((T) value);
      return value;
    }
  }
}
