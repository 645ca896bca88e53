package org.freezeout.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.freezeout.schedule.UniformAnnealing;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The most memory that training takes, each contender in a process of its own. Linux alone. */
@Command(
    name = "memory",
    description = "Peak resident memory (VmHWM) with freezing switched off, over plain DJL's.",
    mixinStandardHelpOptions = true)
final class MemoryCommand implements Callable<Integer> {

  /** Who can be measured. */
  private enum Who {
    FREEZEOUT(w -> new ProductTraining(w, new UniformAnnealing(Workload.BASE_RATE))),
    NESTEROV(EasyTraining::nesterov),
    SGD(EasyTraining::sgd),
    DROP_IN(EasyTraining::dropIn);

    private final Function<Workload, Contender> training;

    Who(Function<Workload, Contender> training) {
      this.training = training;
    }
  }

  @Mixin private WorkloadOptions options;

  @Option(
      names = "--steps",
      defaultValue = "60",
      description = "Steps of each contender (default: ${DEFAULT-VALUE}).")
  private int steps;

  @Option(names = "--only", hidden = true, description = "The contender of this process.")
  private Who only;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (only != null) {
      System.out.println(peakKilobytes(only));
      return 0;
    }
    double[] megabytes = new double[Who.values().length];
    for (Who who : Who.values()) {
      megabytes[who.ordinal()] = peakOfProcess(who) / 1024.0;
      System.out.printf("%-10s %8.0f MB%n", who, megabytes[who.ordinal()]);
    }
    print(megabytes, Who.FREEZEOUT, Who.NESTEROV);
    print(megabytes, Who.FREEZEOUT, Who.SGD);
    print(megabytes, Who.DROP_IN, Who.SGD);
    return 0;
  }

  private static void print(double[] megabytes, Who a, Who b) {
    System.out.printf("%s / %s %.3f%n", a, b, megabytes[a.ordinal()] / megabytes[b.ordinal()]);
  }

  private long peakKilobytes(Who who) throws IOException {
    Workload workload = options.workload(steps);
    workload.open().close(); // loads the engine as FreezeOut does
    try (Contender contender = who.training.apply(workload)) {
      for (int step = 0; step < steps; step++) {
        contender.step();
      }
      Rotation.synchronize(options.engine());
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElseThrow();
    }
  }

  private long peakOfProcess(Who who) throws IOException, InterruptedException {
    var runtime = ManagementFactory.getRuntimeMXBean();
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(runtime.getInputArguments());
    // A heap of one size: how far Java lets it grow otherwise is chance.
    command.addAll(List.of("-Xms192m", "-Xmx192m", "-XX:+AlwaysPreTouch"));
    command.addAll(List.of("-cp", runtime.getClassPath(), Benchmarks.class.getName(), "memory"));
    command.addAll(List.of("--engine", options.engine(), "--arch", options.architecture()));
    command.addAll(List.of("--batch", "" + options.batch(), "--steps", "" + steps));
    command.addAll(List.of("--only", who.name()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output = new String(process.getInputStream().readAllBytes()).strip();
    if (process.waitFor() != 0) {
      throw new IOException(who + " failed");
    }
    return Long.parseLong(output);
  }
}
