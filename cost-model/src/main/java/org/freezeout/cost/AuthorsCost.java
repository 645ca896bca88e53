package org.freezeout.cost;

import java.util.ArrayList;
import java.util.List;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.architecture.Convolution;
import org.freezeout.architecture.DenseNet;
import org.freezeout.architecture.FeatureShape;
import org.freezeout.architecture.LayerGroup;
import org.freezeout.architecture.Operation;
import org.freezeout.schedule.FreezeOut;
import org.freezeout.schedule.SchedulePolicy;
import org.freezeout.schedule.Spacing;
import org.freezeout.schedule.UniformAnnealing;

/**
 * What the FreezeOut authors' code predicts: their function {@code calc_speedup()}, quirks
 * included.
 *
 * <p>It is {@link PaperCost} but for these: it knows only DenseNet-BC at 3x32x32; it leaves out the
 * transitions and the classifier; it counts channels in units of the growth rate and halves them
 * with floor(n * 0.5); it spaces freeze times by index / count, so that the last layer freezes
 * before the end; and it multiplies the saving of linear spacing by 1.3. It looks at the policy's
 * t_0 and spacing alone: the whole steps of a run make no difference.
 *
 * @see <a href="https://github.com/ajbrock/FreezeOut/blob/master/utils.py">ajbrock/FreezeOut,
 *     utils.py</a>
 */
public record AuthorsCost() implements CostModel {

  /** The name of this model. */
  public static final String NAME = "authors";

  private static final FeatureShape INPUT = new FeatureShape(3, 32, 32);

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public double saving(ArchitectureSpec architecture, FreezePlan plan) {
    plan.checkGroups(architecture.groups().size());
    checkDenseNetBc(architecture);
    if (plan.cached()) {
      throw new IllegalArgumentException("cost model 'authors' knows no cache of activations");
    }
    SchedulePolicy policy = plan.policy();
    if (policy instanceof UniformAnnealing) {
      return 0;
    }
    if (!(policy instanceof FreezeOut freezeOut)) {
      throw new IllegalArgumentException(
          "cost model 'authors' knows FreezeOut schedules only, got " + policy.name());
    }
    return saving(
        growth(architecture), layersPerBlock(architecture), freezeOut.t0(), freezeOut.spacing());
  }

  /** As the authors compute it, in the order of their additions. */
  static double saving(int growth, int layersPerBlock, double t0, Spacing spacing) {
    List<Long> costs = costs(growth, layersPerBlock);
    long forward = costs.stream().mapToLong(Long::longValue).sum();
    double backward = 0;
    for (int i = 0; i < costs.size(); i++) {
      double u = t0 + (1 - t0) * i / costs.size();
      backward += costs.get(i) * Math.pow(u, spacing.power());
    }
    double saving = 1 - (forward + backward) / (2 * forward);
    return spacing == Spacing.LINEAR ? 1.3 * saving : saving;
  }

  private static List<Long> costs(int growth, int layersPerBlock) {
    long squared = (long) growth * growth;
    List<Long> costs = new ArrayList<>();
    costs.add(3L * 2 * growth * 32 * 32 * 9);
    int channels = 2;
    for (int side : new int[] {32, 16, 8}) {
      for (int i = 0; i < layersPerBlock; i++) {
        costs.add((channels + 9) * 4 * squared * side * side);
        channels++;
      }
      channels /= 2;
    }
    return costs;
  }

  /** Whether the network really is a DenseNet-BC, whatever its names are. */
  private static void checkDenseNetBc(ArchitectureSpec architecture) {
    if (!architecture.input().equals(INPUT) || !isDenseNetBc(architecture)) {
      throw new IllegalArgumentException(
          "cost model 'authors' knows densenet-bc-D-K at "
              + INPUT
              + " only, got "
              + architecture.name()
              + " at "
              + architecture.input());
    }
  }

  private static boolean isDenseNetBc(ArchitectureSpec architecture) {
    int layers = layersPerBlock(architecture);
    int growth = growth(architecture);
    if (layers < 1 || growth < 1) {
      return false;
    }
    try {
      ArchitectureSpec expected =
          DenseNet.bottleneck(6 * layers + 4, growth, architecture.input(), architecture.classes());
      return operations(expected).equals(operations(architecture));
    } catch (IllegalArgumentException e) {
      return false; // deeper or wider than a DenseNet-BC can be
    }
  }

  private static List<List<Operation>> operations(ArchitectureSpec architecture) {
    return architecture.groups().stream().map(LayerGroup::operations).toList();
  }

  /** Of a DenseNet-BC: a convolution, two transitions and the classifier are beside the layers. */
  private static int layersPerBlock(ArchitectureSpec architecture) {
    return (architecture.groups().size() - 4) / 3;
  }

  /** Of a DenseNet-BC, which starts with twice as many channels; 0 where it cannot be one. */
  private static int growth(ArchitectureSpec architecture) {
    Operation first = architecture.groups().get(0).operations().get(0);
    return first instanceof Convolution convolution ? convolution.outChannels() / 2 : 0;
  }
}
