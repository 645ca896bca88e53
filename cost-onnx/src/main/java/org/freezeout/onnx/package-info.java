/**
 * The cost of a network in an ONNX file.
 *
 * <p>{@link org.freezeout.onnx.OnnxNetwork#read} reads the graph, infers every shape, counts
 * multiply-accumulates, gathers the operations into layer groups and follows where gradients are
 * needed. Its {@link org.freezeout.onnx.OnnxNetwork#cost} goes into the cost models {@code paper}
 * and {@code gradient}:
 *
 * <pre>{@code
 * OnnxNetwork network = OnnxNetwork.read(Path.of("resnet18.onnx"), OnnxOptions.DEFAULT);
 * FreezePlan plan = FreezePlan.continuous(FreezeOut.of(0.1, 0.8), network.cost().groups());
 * double saving = new GradientCost().saving(network.cost(), plan);
 * }</pre>
 *
 * <p>Weights are never looked at, and data outside the file never loaded.
 */
package org.freezeout.onnx;
