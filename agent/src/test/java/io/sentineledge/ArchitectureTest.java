package io.sentineledge;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Dependencies point one way: a module may use those before it in the list, never those after it.
 */
class ArchitectureTest {
  private static final List<String> ORDER =
      List.of("kernel", "event", "sensor", "state", "filter", "rules", "detect", "output", "agent");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.sentineledge");

  private static String inside(String module) {
    return "io.sentineledge." + module + "..";
  }

  @Test
  void everyModuleIsLookedAt() {
    assertEquals(
        ORDER.stream().sorted().toList(),
        CLASSES.stream()
            .map(c -> c.getPackageName().substring("io.sentineledge.".length()))
            .map(name -> name.replaceAll("\\..*", ""))
            .distinct()
            .sorted()
            .toList());
  }

  @Test
  void noModuleUsesALaterOne() {
    for (int i = 0; i < ORDER.size() - 1; i++) {
      String[] later =
          ORDER.stream().skip(i + 1L).map(ArchitectureTest::inside).toArray(String[]::new);
      noClasses()
          .that()
          .resideInAPackage(inside(ORDER.get(i)))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(later)
          .check(CLASSES);
    }
  }

  @Test
  void stateAndLanguageRunWithoutAKernel() {
    for (String module : List.of("event", "state", "filter", "rules", "detect", "output")) {
      noClasses()
          .that()
          .resideInAPackage(inside(module))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(inside("kernel"), inside("sensor"))
          .check(CLASSES);
    }
  }

  @Test
  void packagesHaveNoCycles() {
    SlicesRuleDefinition.slices()
        .matching("io.sentineledge.(**)")
        .should()
        .beFreeOfCycles()
        .check(CLASSES);
  }

  @Test
  void standardOutputBelongsToTheSinks() {
    noClasses()
        .that()
        .resideOutsideOfPackages(inside("output"), inside("agent"))
        .should()
        .accessField(System.class, "out")
        .check(CLASSES);
  }
}
