// TensorFlow's kernels by oneDNN. It turns them on by itself only where a processor has AVX-512; on others they need less
// memory, and the gradient of a convolution by its input half the time. It reads this when its library is loaded.
process.env.TF_ENABLE_ONEDNN_OPTS ??= '1';

// On a GPU the largest of a window with a number that is not one is that, as on a CPU, not the largest of the others.
process.env.TF_ENABLE_MAXPOOL_NANPROP ??= '1';
