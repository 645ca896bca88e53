package org.freezeout.djl;

import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.freezeout.architecture.Activation;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.architecture.BatchNorm;
import org.freezeout.architecture.Concatenation;
import org.freezeout.architecture.Convolution;
import org.freezeout.architecture.Dense;
import org.freezeout.architecture.FeatureShape;
import org.freezeout.architecture.GlobalAveragePooling;
import org.freezeout.architecture.Operation;
import org.freezeout.architecture.Pooling;
import org.freezeout.architecture.Residual;

/**
 * The forward pass written down from the definitions of the operations, in double arithmetic and
 * without any engine. Dropout does nothing, so networks that have it are compared in inference.
 */
final class ReferenceNetwork {

  /** A batch of maps: values are batch x channels x height x width. */
  private record Maps(int batch, FeatureShape shape, double[] values) {
    double at(int image, int channel, int y, int x) {
      boolean inside = y >= 0 && y < shape.height() && x >= 0 && x < shape.width();
      return inside
          ? values[((image * shape.channels() + channel) * shape.height() + y) * shape.width() + x]
          : 0;
    }
  }

  /** The value of one output element. */
  @FunctionalInterface
  private interface Element {
    double at(int image, int channel, int y, int x);
  }

  private final Iterator<Parameter> parameters;
  private boolean training;

  private ReferenceNetwork(Block network) {
    parameters = network.getParameters().values().iterator();
  }

  /**
   * Outputs of a network whose first groups are frozen while the others train.
   *
   * @param network the network's block, for its weights
   * @return batch x classes
   */
  static double[] outputs(
      ArchitectureSpec architecture, Block network, float[] images, int batch, int frozenPrefix) {
    ReferenceNetwork reference = new ReferenceNetwork(network);
    double[] values = new double[images.length];
    Arrays.setAll(values, i -> images[i]);
    Maps maps = new Maps(batch, architecture.input(), values);
    for (int i = 0; i < architecture.groups().size(); i++) {
      reference.training = i >= frozenPrefix;
      maps = reference.apply(architecture.groups().get(i).operations(), maps);
    }
    return maps.values();
  }

  /** Mean cross entropy after softmax. */
  static double loss(double[] outputs, int[] labels) {
    int classes = outputs.length / labels.length;
    double sum = 0;
    for (int i = 0; i < labels.length; i++) {
      double normalizer = 0;
      for (int j = 0; j < classes; j++) {
        normalizer += Math.exp(outputs[i * classes + j]);
      }
      sum += Math.log(normalizer) - outputs[i * classes + labels[i]];
    }
    return sum / labels.length;
  }

  private Maps apply(List<Operation> operations, Maps input) {
    Maps maps = input;
    for (Operation operation : operations) {
      maps = apply(operation, maps);
    }
    return maps;
  }

  private Maps apply(Operation operation, Maps in) {
    FeatureShape out = operation.outputShape(in.shape());
    if (operation instanceof Convolution convolution) {
      return convolve(convolution, in, out);
    } else if (operation instanceof Dense dense) {
      double[] weights = next();
      double[] bias = dense.bias() ? next() : new double[dense.outFeatures()];
      int size = in.shape().size();
      return map(
          in.batch(),
          out,
          (n, c, y, x) -> {
            double sum = bias[c];
            for (int i = 0; i < size; i++) {
              sum += weights[c * size + i] * in.values()[n * size + i];
            }
            return sum;
          });
    } else if (operation instanceof BatchNorm) {
      return normalize(in);
    } else if (operation instanceof Activation activation) {
      DoubleUnaryOperator f =
          switch (activation.function()) {
            case RELU -> v -> Math.max(0, v);
            case RELU6 -> v -> Math.min(6, Math.max(0, v));
            case SOFTPLUS -> v -> Math.log1p(Math.exp(v));
          };
      return new Maps(in.batch(), out, Arrays.stream(in.values()).map(f).toArray());
    } else if (operation instanceof Pooling pooling) {
      return map(in.batch(), out, (n, c, y, x) -> pool(pooling, in, n, c, y, x));
    } else if (operation instanceof GlobalAveragePooling) {
      return map(in.batch(), out, (n, c, y, x) -> mean(in, n, n + 1, c));
    } else if (operation instanceof Residual residual) {
      Maps left = apply(residual.body(), in);
      Maps right = apply(residual.shortcut(), in);
      return map(in.batch(), out, (n, c, y, x) -> left.at(n, c, y, x) + right.at(n, c, y, x));
    } else if (operation instanceof Concatenation concatenation) {
      Maps added = apply(concatenation.body(), in);
      int old = in.shape().channels();
      return map(
          in.batch(),
          out,
          (n, c, y, x) -> c < old ? in.at(n, c, y, x) : added.at(n, c - old, y, x));
    }
    return in; // dropout
  }

  private Maps convolve(Convolution convolution, Maps in, FeatureShape out) {
    double[] weights = next();
    double[] bias = convolution.bias() ? next() : new double[out.channels()];
    int k = convolution.kernel();
    int channels = in.shape().channels() / convolution.groups();
    return map(
        in.batch(),
        out,
        (n, c, y, x) -> {
          int first = c / (out.channels() / convolution.groups()) * channels;
          double sum = bias[c];
          for (int d = 0; d < channels; d++) {
            for (int i = 0; i < k * k; i++) {
              int row = y * convolution.stride() - convolution.padding() + i / k;
              int column = x * convolution.stride() - convolution.padding() + i % k;
              sum += weights[(c * channels + d) * k * k + i] * in.at(n, first + d, row, column);
            }
          }
          return sum;
        });
  }

  private Maps normalize(Maps in) {
    double[] gamma = next();
    double[] beta = next();
    double[] mean = next();
    double[] variance = next();
    if (training) {
      Maps squares =
          map(in.batch(), in.shape(), (n, c, y, x) -> in.at(n, c, y, x) * in.at(n, c, y, x));
      for (int c = 0; c < mean.length; c++) {
        mean[c] = mean(in, 0, in.batch(), c);
        variance[c] = mean(squares, 0, in.batch(), c) - mean[c] * mean[c];
      }
    }
    return map(
        in.batch(),
        in.shape(),
        (n, c, y, x) ->
            gamma[c] * (in.at(n, c, y, x) - mean[c]) / Math.sqrt(variance[c] + 1e-5) + beta[c]);
  }

  private static double pool(Pooling pooling, Maps in, int n, int c, int y, int x) {
    double largest = Double.NEGATIVE_INFINITY;
    double sum = 0;
    for (int i = 0; i < pooling.kernel(); i++) {
      for (int j = 0; j < pooling.kernel(); j++) {
        int row = y * pooling.stride() - pooling.padding() + i;
        int column = x * pooling.stride() - pooling.padding() + j;
        sum += in.at(n, c, row, column);
        if (row >= 0 && row < in.shape().height() && column >= 0 && column < in.shape().width()) {
          largest = Math.max(largest, in.at(n, c, row, column));
        }
      }
    }
    return pooling.kind() == Pooling.Kind.MAX ? largest : sum / Math.pow(pooling.kernel(), 2);
  }

  private static double mean(Maps maps, int fromImage, int toImage, int channel) {
    double sum = 0;
    for (int n = fromImage; n < toImage; n++) {
      for (int i = 0; i < maps.shape().height() * maps.shape().width(); i++) {
        sum += maps.at(n, channel, i / maps.shape().width(), i % maps.shape().width());
      }
    }
    return sum / (toImage - fromImage) / maps.shape().height() / maps.shape().width();
  }

  private static Maps map(int batch, FeatureShape shape, Element element) {
    double[] values = new double[batch * shape.size()];
    int i = 0;
    for (int n = 0; n < batch; n++) {
      for (int c = 0; c < shape.channels(); c++) {
        for (int y = 0; y < shape.height(); y++) {
          for (int x = 0; x < shape.width(); x++) {
            values[i++] = element.at(n, c, y, x);
          }
        }
      }
    }
    return new Maps(batch, shape, values);
  }

  private double[] next() {
    float[] values = parameters.next().getArray().toFloatArray();
    double[] result = new double[values.length];
    Arrays.setAll(result, i -> values[i]);
    return result;
  }
}
