// TensorFlow's kernels by oneDNN. It turns them on by itself only where a processor has AVX-512; on others they need less
// memory, and the gradient of a convolution by its input half the time. It reads this when its library is loaded.
process.env.TF_ENABLE_ONEDNN_OPTS ??= '1';
