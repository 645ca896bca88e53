/**
 * MXNet on NVIDIA GPUs, from published artifacts: what belongs to its CUDA build, installing it
 * into a cache folder, loading it, and what the driver says. {@link
 * org.freezeout.djl.cuda.CudaNatives} is the one call that a program needs; nothing here was
 * measured on a GPU.
 */
package org.freezeout.djl.cuda;
