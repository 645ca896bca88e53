package org.freezeout.experiment;

/**
 * Where results come from.
 *
 * @param engine the engine's name
 * @param engineVersion its version, and that of the library that drives it
 * @param device the device
 * @param hardware model of the processor or GPU
 * @param cores processors that the JVM may use
 * @param threads threads of the engine's operators
 * @param os operating system and architecture
 * @param java version of the JVM
 */
public record Environment(
    String engine,
    String engineVersion,
    String device,
    String hardware,
    int cores,
    int threads,
    String os,
    String java) {

  /** This machine, seen by an engine. */
  public static Environment here(EngineSpec engine, String engineVersion, String hardware) {
    return new Environment(
        engine.name(),
        engineVersion,
        engine.device(),
        hardware,
        Runtime.getRuntime().availableProcessors(),
        engine.threads(),
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch"),
        System.getProperty("java.vm.vendor") + " " + Runtime.version());
  }
}
