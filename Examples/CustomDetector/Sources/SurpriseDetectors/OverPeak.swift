import SentinelModel

/// `over_peak(1h)`: how many times as high the newest step is as the highest of the hour before it.
///
/// NaN is the language's *unknown*: without a baseline, or with one that never rose above 0, nothing can be said.
let overPeak = PluginFunction.steps(
  "over_peak", help: "the newest step as a multiple of the highest step of the window before it",
  example: "over_peak(1h) > 2"
) { newest, baseline in
  guard let peak = baseline.max(), peak > 0 else { return .nan }
  return newest / peak
}
