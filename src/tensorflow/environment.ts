// Use oneDNN's kernels. TensorFlow does so by default only where a processor has AVX-512; on others they need less memory, and
// half the time for the gradient of a convolution with respect to its input. TensorFlow reads this when its library is loaded.
process.env.TF_ENABLE_ONEDNN_OPTS ??= '1';

// On a GPU the maximum of a window with a NaN is NaN, as on a CPU, not the maximum of the other numbers.
process.env.TF_ENABLE_MAXPOOL_NANPROP ??= '1';
