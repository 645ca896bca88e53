package org.freezeout.djl;

import java.util.List;
import org.freezeout.architecture.Activation;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.architecture.BatchNorm;
import org.freezeout.architecture.Concatenation;
import org.freezeout.architecture.Convolution;
import org.freezeout.architecture.Dense;
import org.freezeout.architecture.Dropout;
import org.freezeout.architecture.FeatureShape;
import org.freezeout.architecture.GlobalAveragePooling;
import org.freezeout.architecture.LayerGroup;
import org.freezeout.architecture.Pooling;
import org.freezeout.architecture.Residual;

/** Small networks that together use every operation. */
final class TinyNetworks {

  private static final Activation SMOOTH = new Activation(Activation.Function.SOFTPLUS);
  private static final FeatureShape INPUT = new FeatureShape(3, 8, 8);

  private TinyNetworks() {}

  /** Pre-activation groups, residual and dense; smooth, so that gradients can be compared. */
  static ArchitectureSpec smooth() {
    return smooth("smooth", 6);
  }

  /** The same, with more channels at its beginning. */
  static ArchitectureSpec wider() {
    return smooth("wider", 7);
  }

  private static ArchitectureSpec smooth(String name, int channels) {
    return new ArchitectureSpec(
        name,
        INPUT,
        List.of(
            LayerGroup.of("conv1", Convolution.of(channels, 3, 1)),
            LayerGroup.of(
                "residual",
                new BatchNorm(),
                SMOOTH,
                new Residual(
                    List.of(
                        Convolution.of(8, 3, 2), new BatchNorm(), SMOOTH, Convolution.of(8, 3, 1)),
                    List.of(Convolution.of(8, 1, 2)))),
            LayerGroup.of(
                "identity", Residual.around(new BatchNorm(), SMOOTH, Convolution.of(8, 3, 1))),
            LayerGroup.of(
                "concatenation",
                new Concatenation(
                    List.of(new BatchNorm(), SMOOTH, new Convolution(4, 3, 1, 1, 4, true)))),
            LayerGroup.of(
                "transition",
                new BatchNorm(),
                SMOOTH,
                Convolution.of(6, 1, 1),
                new Pooling(Pooling.Kind.AVERAGE, 2, 2, 0)),
            LayerGroup.of(
                "classifier",
                new BatchNorm(),
                SMOOTH,
                new GlobalAveragePooling(),
                new Dense(TinyData.CLASSES, true))));
  }

  /** Convolution-first groups with a head that drops out. */
  static ArchitectureSpec withDropout() {
    return new ArchitectureSpec(
        "dropout",
        INPUT,
        List.of(
            LayerGroup.of(
                "conv1",
                new Convolution(8, 3, 1, 1, 1, true),
                new BatchNorm(),
                Activation.relu(),
                new Dropout(0.2),
                new Pooling(Pooling.Kind.MAX, 3, 2, 1)),
            LayerGroup.of(
                "conv2",
                new Convolution(8, 3, 1, 1, 2, false),
                new BatchNorm(),
                new Activation(Activation.Function.RELU6),
                new Pooling(Pooling.Kind.MAX, 4, 4, 0)),
            LayerGroup.of("dense1", new Dense(16, false), Activation.relu(), new Dropout(0.5)),
            LayerGroup.of("dense2", new Dense(TinyData.CLASSES, true))));
  }

  /** Operations on vectors, also those that are made for maps. */
  static ArchitectureSpec vectors() {
    return new ArchitectureSpec(
        "vectors",
        INPUT,
        List.of(
            LayerGroup.of(
                "to-vector", new Convolution(6, 8, 1, 0, 1, true), SMOOTH, new BatchNorm()),
            LayerGroup.of(
                "map-operations",
                new Convolution(8, 3, 2, 1, 1, false),
                new GlobalAveragePooling(),
                new Pooling(Pooling.Kind.MAX, 1, 1, 0)),
            LayerGroup.of(
                "composed",
                Residual.around(new Dense(8, true), Activation.relu()),
                new Concatenation(List.of(new Dense(2, false)))),
            LayerGroup.of("classifier", new Dense(TinyData.CLASSES, true))));
  }

  /** Pooling with padding and windows that do not fit whole, into a dense layer over a map. */
  static ArchitectureSpec pooled() {
    return new ArchitectureSpec(
        "pooled",
        INPUT,
        List.of(
            LayerGroup.of(
                "average", Convolution.of(4, 5, 1), new Pooling(Pooling.Kind.AVERAGE, 3, 2, 1)),
            LayerGroup.of("max", Convolution.of(6, 3, 1), new Pooling(Pooling.Kind.MAX, 3, 2, 0)),
            LayerGroup.of(
                "depthwise",
                new Convolution(6, 3, 1, 2, 6, true),
                new Activation(Activation.Function.RELU6),
                new Pooling(Pooling.Kind.AVERAGE, 2, 1, 0)),
            LayerGroup.of("classifier", new Dense(TinyData.CLASSES, true))));
  }

  /** Takes other images than there are. */
  static ArchitectureSpec otherInput() {
    return new ArchitectureSpec(
        "other-input",
        new FeatureShape(1, 8, 8),
        List.of(LayerGroup.of("classifier", new Dense(TinyData.CLASSES, true))));
  }

  /** Has another number of classes than there are. */
  static ArchitectureSpec otherClasses() {
    return new ArchitectureSpec(
        "other-classes",
        INPUT,
        List.of(LayerGroup.of("classifier", new Dense(TinyData.CLASSES + 1, true))));
  }
}
