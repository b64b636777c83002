#include <node_api.h>

#include <exception>
#include <string>

namespace fovea {
void registerAdam();
void registerBias();
void registerNormalization();
void registerNormalizationGradient();
void registerDepthwise();
void registerDepthwiseGradient();
void registerMaxPool();
void registerPatchConvolution();
void registerPointwise();
void registerPointwiseGradient();
void registerResampling();
void registerResizing();
void registerWinogradPlanes();
void registerWinogradConvolution();
void registerWinogradGradient();
}

// The library is compiled for the processor it runs on.
#if defined(__AVX512BF16__) || defined(__ARM_FEATURE_BF16)
constexpr bool kMultipliesBfloat16 = true;
#else
constexpr bool kMultipliesBfloat16 = false;
#endif

// Node loads the library after TensorFlow. The kernels it registers are called by their names.
extern "C" __attribute__((visibility("default"))) napi_value napi_register_module_v1(napi_env env, napi_value exports) {
  static const std::string problem = [] {
    try {
      fovea::registerAdam();
      fovea::registerBias();
      fovea::registerNormalization();
      fovea::registerNormalizationGradient();
      fovea::registerDepthwise();
      fovea::registerDepthwiseGradient();
      fovea::registerMaxPool();
      fovea::registerPatchConvolution();
      fovea::registerPointwise();
      fovea::registerPointwiseGradient();
      fovea::registerResampling();
      fovea::registerResizing();
      fovea::registerWinogradPlanes();
      fovea::registerWinogradConvolution();
      fovea::registerWinogradGradient();
      return std::string();
    } catch (const std::exception& error) {
      return std::string(error.what());
    }
  }();
  if (!problem.empty()) napi_throw_error(env, nullptr, problem.c_str());
  napi_value multipliesBfloat16;
  napi_get_boolean(env, kMultipliesBfloat16, &multipliesBfloat16);
  napi_set_named_property(env, exports, "multipliesBfloat16", multipliesBfloat16);
  return exports;
}
