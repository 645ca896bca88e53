package org.freezeout.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between modules: schedule, cost, experiment, backends and reports, command line. */
@AnalyzeClasses(packages = "org.freezeout", importOptions = ImportOption.DoNotIncludeTests.class)
class ModuleArrowsTest {

  @ArchTest
  static final ArchRule ARROWS =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("org.freezeout..")
          .layer("schedule")
          .definedBy("org.freezeout.schedule..")
          .layer("cost")
          .definedBy("org.freezeout.architecture..", "org.freezeout.cost..")
          .layer("data")
          .definedBy("org.freezeout.data..")
          .layer("experiment")
          .definedBy("org.freezeout.experiment..")
          .layer("djl")
          .definedBy("org.freezeout.djl..")
          .layer("simulated")
          .definedBy("org.freezeout.simulated..")
          .layer("report")
          .definedBy("org.freezeout.report..")
          .layer("cli")
          .definedBy("org.freezeout.cli..")
          .whereLayer("schedule")
          .mayNotAccessAnyLayer()
          .whereLayer("cost")
          .mayOnlyAccessLayers("schedule")
          .whereLayer("data")
          .mayNotAccessAnyLayer()
          .whereLayer("experiment")
          .mayOnlyAccessLayers("schedule", "cost", "data")
          .whereLayer("djl")
          .mayOnlyAccessLayers("schedule", "cost", "data", "experiment")
          .whereLayer("simulated")
          .mayOnlyAccessLayers("schedule", "cost", "data", "experiment")
          .whereLayer("report")
          .mayOnlyAccessLayers("schedule", "cost", "data", "experiment")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer();

  @ArchTest
  static final ArchRule EVERY_PACKAGE_IS_IN_A_LAYER =
      classes()
          .should()
          .resideInAnyPackage(
              "org.freezeout.schedule..",
              "org.freezeout.architecture..",
              "org.freezeout.cost..",
              "org.freezeout.data..",
              "org.freezeout.experiment..",
              "org.freezeout.djl..",
              "org.freezeout.simulated..",
              "org.freezeout.report..",
              "org.freezeout.cli..");

  @ArchTest
  static final ArchRule SCHEDULES_NEED_NOTHING_BUT_JAVA =
      classes()
          .that()
          .resideInAPackage("org.freezeout.schedule..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("org.freezeout.schedule..", "java.lang..", "java.util..");

  @ArchTest
  static final ArchRule ENGINES_ARE_CALLED_BY_THEIR_BACKEND_ONLY =
      classes()
          .that()
          .resideOutsideOfPackage("org.freezeout.djl..")
          .should()
          .onlyDependOnClassesThat()
          .resideOutsideOfPackages("ai.djl..", "com.sun.jna..");

  @ArchTest
  static final ArchRule CHARTS_ARE_DRAWN_BY_REPORTS_ONLY =
      classes()
          .that()
          .resideOutsideOfPackage("org.freezeout.report..")
          .should()
          .onlyDependOnClassesThat()
          .resideOutsideOfPackages("org.knowm..", "java.awt..");
}
