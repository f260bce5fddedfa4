package io.sentineledge.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.sentineledge.kernel.Btf;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The Java side of a record against the BTF of the compiled kernel programs: a mismatch fails the
 * build.
 */
class RecordLayoutTest {
  /** Members that hold no field of their own: the header inside a body, padding. */
  private static final Set<String> NOT_FIELDS = Set.of("h", "pad");

  private static Btf btf(String variant) throws IOException {
    String object = "/io/sentineledge/bpf/sentinel-" + variant + ".bpf.o";
    try (InputStream in = RecordLayoutTest.class.getResourceAsStream(object)) {
      assertNotNull(in, object);
      return Btf.ofObject(in.readAllBytes());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"typed", "legacy"})
  void everyFieldOfEveryStructIsWhereTheKernelProgramsPutIt(String variant) throws Exception {
    try (Btf btf = btf(variant)) {
      for (Class<?> layout : RecordLayout.class.getDeclaredClasses()) {
        String name = "se_" + layout.getSimpleName().toLowerCase(Locale.ROOT);
        Btf.Struct struct = btf.struct(name).orElseThrow(() -> new AssertionError("no " + name));
        assertEquals(compiled(struct), constants(layout), name);
      }
    }
  }

  private static Map<String, Integer> compiled(Btf.Struct struct) {
    Map<String, Integer> compiled = new TreeMap<>();
    for (Btf.Member member : struct.members()) {
      if (!NOT_FIELDS.contains(member.name())) {
        compiled.put(member.name().toUpperCase(Locale.ROOT), member.offset());
      }
    }
    compiled.put("BYTES", struct.size());
    return compiled;
  }

  private static Map<String, Integer> constants(Class<?> layout) throws IllegalAccessException {
    Map<String, Integer> constants = new TreeMap<>();
    for (Field field : layout.getDeclaredFields()) {
      constants.put(field.getName(), field.getInt(null));
    }
    return constants;
  }

  @ParameterizedTest
  @ValueSource(strings = {"typed", "legacy"})
  void enumsHaveTheSameValues(String variant) throws IOException {
    try (Btf btf = btf(variant)) {
      Map<String, Long> types = enumeration(btf, "se_type", "SE_");
      assertEquals((long) EventType.COUNT, types.remove("TYPE_COUNT"));
      assertEquals(values(EventType.values(), EventType::id), types);
      assertEquals(
          values(RecordFlag.values(), RecordFlag::bit), enumeration(btf, "se_flag", "SE_"));
      assertEquals(
          values(PathFlag.values(), PathFlag::bit), enumeration(btf, "se_path_flag", "SE_PATH_"));
      assertEquals(
          values(InodeFlag.values(), InodeFlag::bit),
          enumeration(btf, "se_inode_flag", "SE_INODE_"));
    }
  }

  private static Map<String, Long> enumeration(Btf btf, String name, String prefix) {
    Map<String, Long> values = new TreeMap<>();
    btf.enumeration(name)
        .orElseThrow(() -> new AssertionError("no " + name))
        .forEach((constant, value) -> values.put(constant.substring(prefix.length()), value));
    return values;
  }

  private static <E extends Enum<E>> Map<String, Long> values(
      E[] constants, Function<E, Integer> value) {
    return Stream.of(constants)
        .collect(
            Collectors.toMap(Enum::name, e -> (long) value.apply(e), (a, b) -> a, TreeMap::new));
  }
}
