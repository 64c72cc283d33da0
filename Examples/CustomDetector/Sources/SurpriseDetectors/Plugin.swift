public import SentinelPlugin

/// What this module adds to an engine: a detector and a function of the rule language.
public let plugin = Plugin(
  name: "SurpriseDetectors", version: "1.0.0", summary: "finds answers of unusual length",
  detectors: [DetectorRegistration(SurpriseDetector.self)], functions: [overPeak])
