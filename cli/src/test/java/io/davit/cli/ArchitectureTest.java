package io.davit.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// The arrows of ARCHITECTURE.md: who may know whom, and who may use what of the JDK.
@AnalyzeClasses(packages = "io.davit", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  private static final String PROBLEM = "io.davit.problem..";
  private static final String REGISTRY = "io.davit.registry..";
  private static final String KERNEL = "io.davit.kernel..";
  private static final String MODEL = "io.davit.model..";
  private static final String PLANNER = "io.davit.planner..";
  private static final String RUNTIME = "io.davit.runtime..";
  private static final String NETWORK = "io.davit.network..";
  private static final String IMAGE = "io.davit.image..";
  private static final String API = "io.davit.api..";
  private static final String EXECUTOR = "io.davit.executor..";

  /// A class of a module knows no module of Davit but these.
  private static ArchRule knowsOnly(String module, String... others) {
    DescribedPredicate<JavaClass> foreign =
        resideInAPackage("io.davit..")
            .and(DescribedPredicate.not(resideInAPackage(module)))
            .and(DescribedPredicate.not(resideInAnyPackage(others)));
    return noClasses()
        .that()
        .resideInAPackage(module)
        .should()
        .dependOnClassesThat(foreign)
        .because("ARCHITECTURE.md says what each module must not know")
        .allowEmptyShould(true);
  }

  @ArchTest static final ArchRule PROBLEM_IS_A_LEAF = knowsOnly(PROBLEM, PROBLEM);
  @ArchTest static final ArchRule API_IS_A_LEAF = knowsOnly(API, API);
  @ArchTest static final ArchRule REGISTRY_KNOWS_NO_IMAGE = knowsOnly(REGISTRY, PROBLEM);
  @ArchTest static final ArchRule KERNEL_KNOWS_NO_CONTAINER = knowsOnly(KERNEL, PROBLEM);
  @ArchTest static final ArchRule MODEL_KNOWS_NO_ENGINE = knowsOnly(MODEL, REGISTRY, PROBLEM);
  @ArchTest static final ArchRule PLANNER_IS_PURE = knowsOnly(PLANNER, MODEL, PROBLEM);
  @ArchTest static final ArchRule RUNTIME_KNOWS_NO_COMPOSE = knowsOnly(RUNTIME, KERNEL, PROBLEM);
  @ArchTest static final ArchRule NETWORK_KNOWS_NO_COMPOSE = knowsOnly(NETWORK, KERNEL, PROBLEM);

  @ArchTest
  static final ArchRule IMAGE_KNOWS_NO_COMPOSE = knowsOnly(IMAGE, KERNEL, REGISTRY, PROBLEM);

  @ArchTest
  static final ArchRule CLI_REACHES_THE_ENGINE_OVER_ITS_SOCKET =
      knowsOnly("io.davit.cli..", MODEL, API, PROBLEM);

  @ArchTest
  static final ArchRule EXECUTOR_KNOWS_NO_COMMAND_LINE =
      noClasses()
          .that()
          .resideInAPackage(EXECUTOR)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.davit.cli..");

  /// Only one module, or one package, uses a library or a part of the JDK.
  private static ArchRule onlyIn(String user, String... used) {
    return noClasses()
        .that()
        .resideInAPackage("io.davit..")
        .and()
        .resideOutsideOfPackage(user)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(used)
        .allowEmptyShould(true);
  }

  @ArchTest static final ArchRule FOREIGN_CALLS = onlyIn(KERNEL, "java.lang.foreign..");
  @ArchTest static final ArchRule VERTX = onlyIn(EXECUTOR, "io.vertx..", "io.netty..");
  @ArchTest static final ArchRule JGRAPHT = onlyIn(PLANNER, "org.jgrapht..");
  @ArchTest static final ArchRule SNAKEYAML = onlyIn(MODEL, "org.yaml..");
  @ArchTest static final ArchRule PICOCLI = onlyIn("io.davit.cli..", "picocli..");
  @ArchTest static final ArchRule HTTP_CLIENT = onlyIn(REGISTRY, "java.net.http..");

  @ArchTest
  static final ArchRule THE_PLANNER_TOUCHES_NOTHING =
      noClasses()
          .that()
          .resideInAPackage(PLANNER)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.io..", "java.net..", "java.nio.channels..")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.nio.file.Files")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.lang.Thread")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(java.time.Clock.class)
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule NAMES_SAY_SOMETHING =
      noClasses()
          .that()
          .resideInAPackage("io.davit..")
          .should()
          .haveNameMatching(".*(Util|Utils|Helper|Helpers|Manager|Impl)$");

  @ArchTest
  static final ArchRule ONLY_TWO_PLACES_END_THE_JVM =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.davit.cli", "io.davit.executor.daemon..")
          .should()
          .callMethod(System.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "halt", int.class);

  @ArchTest
  static final ArchRule NOBODY_SLEEPS =
      noClasses()
          .that()
          .resideInAPackage("io.davit..")
          .should()
          .callMethod(Thread.class, "sleep", long.class)
          .orShould()
          .callMethod(Thread.class, "sleep", java.time.Duration.class)
          .because("waiting is by event");

  @ArchTest
  static final ArchRule MODULES_HAVE_NO_CYCLES =
      slices().matching("io.davit.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule THE_COMMAND_LINES_PACKAGES =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.davit.cli.engine..", "io.davit.cli.render..", "io.davit.cli.terminal..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.davit.cli", "io.davit.cli.command..", "io.davit.cli.object..");
}
