package org.freezeout.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows between modules: schedule, cost, experiment, backends and reports, command line. */
class ModuleArrowsTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.freezeout");

  @Test
  void modulesUseThoseBeforeThem() {
    layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage("org.freezeout..")
        .layer("schedule")
        .definedBy("org.freezeout.schedule..")
        .layer("cost")
        .definedBy("org.freezeout.architecture..", "org.freezeout.cost..")
        .layer("onnx")
        .definedBy("org.freezeout.onnx..")
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
        .whereLayer("onnx")
        .mayOnlyAccessLayers("cost")
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
        .mayNotBeAccessedByAnyLayer()
        .check(CLASSES);
  }

  @Test
  void everyPackageBelongsToAModule() {
    classes()
        .should()
        .resideInAnyPackage(
            "org.freezeout.schedule..",
            "org.freezeout.architecture..",
            "org.freezeout.cost..",
            "org.freezeout.onnx..",
            "org.freezeout.data..",
            "org.freezeout.experiment..",
            "org.freezeout.djl..",
            "org.freezeout.simulated..",
            "org.freezeout.report..",
            "org.freezeout.cli..")
        .check(CLASSES);
  }

  @Test
  void schedulesNeedNothingButJava() {
    classes()
        .that()
        .resideInAPackage("org.freezeout.schedule..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("org.freezeout.schedule..", "java.lang..", "java.util..")
        .check(CLASSES);
  }

  @Test
  void onlyTheirBackendCallsEngines() {
    classes()
        .that()
        .resideOutsideOfPackage("org.freezeout.djl..")
        .should()
        .onlyDependOnClassesThat()
        .resideOutsideOfPackages("ai.djl..", "com.sun.jna..")
        .check(CLASSES);
  }

  @Test
  void onlyReportsDrawCharts() {
    classes()
        .that()
        .resideOutsideOfPackage("org.freezeout.report..")
        .should()
        .onlyDependOnClassesThat()
        .resideOutsideOfPackage("org.knowm..")
        .check(CLASSES);
  }
}
