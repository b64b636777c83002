// Preloaded by sanitize.ts: Node opens the library that FOVEA_REPLACED_KERNELS names in place of the compiled kernels.
const { dlopen } = process;

process.dlopen = (module, path, ...flags) =>
  dlopen.call(
    process,
    module,
    path.endsWith('fovea_kernels.node') ? process.env.FOVEA_REPLACED_KERNELS : path,
    ...flags,
  );
