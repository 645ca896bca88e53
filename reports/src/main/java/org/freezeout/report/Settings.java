package org.freezeout.report;

import java.util.ArrayList;
import java.util.List;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.cost.NetworkCost;
import org.freezeout.experiment.Environment;
import org.freezeout.experiment.RunRecord;

/** What was trained, how and where. */
final class Settings {

  private Settings() {}

  /** The network, the images and the optimizer. */
  static List<Fact> experiment(ArchitectureSpec architecture, RunRecord record) {
    List<Fact> facts = new ArrayList<>();
    facts.add(
        new Fact(
            "Network",
            architecture.name()
                + ": "
                + Words.count(architecture.groups().size())
                + " layer groups, "
                + Words.count(architecture.parameters())
                + " parameters, "
                + Words.count(NetworkCost.of(architecture).macs())
                + " multiply-accumulates forward for an image"));
    facts.add(
        new Fact(
            "Images",
            text(record.dataset())
                + ": "
                + Words.count(record.trainingImages())
                + " to train on, "
                + Words.count(record.testImages())
                + " to test on, of "
                + architecture.input()
                + "; augmentation "
                + text(record.augment())));
    facts.add(
        new Fact(
            "Length",
            Caveats.plural(record.epochs(), "epoch")
                + " of "
                + Caveats.plural(record.length().stepsPerEpoch(), "step")
                + ", "
                + Caveats.plural(record.batch(), "image")
                + " a step"));
    facts.add(
        new Fact(
            "Optimizer",
            "SGD with Nesterov momentum "
                + Words.number(record.momentum())
                + ", weight decay "
                + Words.number(record.weightDecay())
                + ", base rate "
                + Words.number(record.baseRate())));
    facts.add(new Fact("Seed", Long.toString(record.seed())));
    return facts;
  }

  /** The engine, the machine and the versions. */
  static List<Fact> machine(RunRecord record) {
    List<Fact> facts = new ArrayList<>();
    Environment environment = record.environment();
    facts.add(new Fact("Engine", record.engine() + ", " + text(environment.engineVersion())));
    facts.add(new Fact("Device", record.device() + ": " + text(environment.hardware())));
    facts.add(
        new Fact(
            "Threads",
            record.threads()
                + " of the engine; the JVM may use "
                + Caveats.plural(environment.cores(), "processor")));
    facts.add(new Fact("System", text(environment.os())));
    facts.add(new Fact("Java", text(environment.java())));
    facts.add(new Fact("Started", Words.date(record.startedAt())));
    return facts;
  }

  private static String text(String value) {
    return value == null || value.isBlank() ? Words.NONE : value;
  }
}
