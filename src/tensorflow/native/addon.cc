#include <node_api.h>

#include <exception>
#include <string>

namespace fovea {
void registerNormalization();
void registerNormalizationGradient();
void registerDepthwise();
void registerDepthwiseGradient();
void registerMaxPool();
void registerWinograd();
}

// Loaded by Node after TensorFlow; exports nothing: its kernels are called by their names.
extern "C" __attribute__((visibility("default"))) napi_value napi_register_module_v1(napi_env env, napi_value exports) {
  static const std::string problem = [] {
    try {
      fovea::registerNormalization();
      fovea::registerNormalizationGradient();
      fovea::registerDepthwise();
      fovea::registerDepthwiseGradient();
      fovea::registerMaxPool();
      fovea::registerWinograd();
      return std::string();
    } catch (const std::exception& error) {
      return std::string(error.what());
    }
  }();
  if (!problem.empty()) napi_throw_error(env, nullptr, problem.c_str());
  return exports;
}
