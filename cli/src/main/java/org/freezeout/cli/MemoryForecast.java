package org.freezeout.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.freezeout.cost.FreezePlan;
import org.freezeout.cost.GroupCosts;
import org.freezeout.cost.NetworkMemory;
import org.freezeout.cost.StepMemory;
import org.freezeout.experiment.ByteSize;
import org.freezeout.schedule.FreezeOut;

/**
 * What training is predicted to take of memory at each stage: from one freeze to the next.
 *
 * @param network the network
 * @param options batch, engine and limit
 */
record MemoryForecast(Network network, MemoryOptions options) {

  /** Prints a row for each stage of each schedule. */
  void print(List<FreezeOut> schedules, Format format) {
    Table table = null;
    for (FreezeOut schedule : schedules) {
      FreezePlan plan = FreezePlan.continuous(schedule, network.groups());
      double start = 0;
      for (int k = 0; k < network.groups(); k++) {
        double end = plan.trainedShare(k);
        if (end > start) {
          Map<String, Object> row = row(schedule, plan, k, start, end, format == Format.TABLE);
          table = table == null ? new Table(row.keySet().toArray(String[]::new)) : table;
          table.row(row.values().toArray());
        }
        start = end;
      }
    }
    table.print(format);
  }

  private Map<String, Object> row(
      FreezeOut schedule, FreezePlan plan, int k, double start, double end, boolean forPeople) {
    NetworkMemory memory = network.memory();
    StepMemory step = memory.step(k, options.batch(), options.engine());
    GroupCosts costs = GroupCosts.ofMacs(network.cost());
    double all = costs.meanStepCost(plan);
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("arch", network.name());
    row.put("strategy", schedule.name());
    row.put("t0", schedule.t0());
    row.put("batch", options.batch());
    row.put("frozen_prefix", k);
    row.put("from_progress", start);
    row.put("step_share", end - start);
    row.put("time_share", all > 0 ? (end - start) * costs.stepCost(k) / all : null);
    if (forPeople) {
      row.put("peak", ByteSize.text(step.peak()));
    } else {
      row.put("peak_bytes", step.peak());
      row.put("parameter_bytes", step.parameters());
      row.put("gradient_bytes", step.gradients());
      row.put("optimizer_bytes", step.optimizerState());
      row.put("input_bytes", step.input());
      row.put("frozen_forward_bytes", step.frozenForward());
      row.put("activation_bytes", step.activations());
      row.put("backward_bytes", step.backward());
      row.put("workspace_bytes", step.workspace());
    }
    if (options.limit() != null) {
      OptionalLong largest = memory.largestBatch(k, options.limit(), options.engine());
      row.put("largest_batch", largest.isPresent() ? largest.getAsLong() : null);
    }
    return row;
  }
}
