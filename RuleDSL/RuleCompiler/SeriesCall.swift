public import SentinelModel

/// An aggregate of samples.
public enum Aggregate: Sendable, Hashable {
  case avg, sum, count, min, max, stddev, first, last
  /// For a sum metric sum/W, else (last − first)/W.
  case rate
  /// `q` in 0...1.
  case quantile(Double)
}

/// A computation over the samples of one metric in each group of a space. Equal calls are computed once.
public struct SeriesCall: Sendable, Hashable {
  public enum Function: Sendable, Hashable {
    case aggregate(Aggregate)
    case delta
    case change(Aggregate)
    case absent
    case distinct(LabelReference)
    case zscore(StepSettings)
    case robustZscore(StepSettings)
    case seasonalZscore(StepSettings, season: TimeSpan)
    /// `window` is not used.
    case ewmaZscore(StepSettings, alpha: Double)
    case forecast(StepSettings, bound: ForecastBound, horizon: TimeSpan, confidence: Double)
    case plugin(StepSettings, function: Int)
    case psi(DistributionSettings)
    case ks(DistributionSettings)
    case ksPvalue(DistributionSettings)
    case wasserstein(DistributionSettings)
    case jsDivergence(DistributionSettings)
  }

  public enum ForecastBound: Sendable, Hashable { case mean, lower, upper }

  public struct StepSettings: Sendable, Hashable {
    public var step: TimeSpan
    /// The aggregate of a step: the metric's default, or that of the rule's suffix.
    public var aggregate: Aggregate
    public var minPoints: Int

    public init(step: TimeSpan, aggregate: Aggregate, minPoints: Int) {
      self.step = step
      self.aggregate = aggregate
      self.minPoints = minPoints
    }
  }

  public struct DistributionSettings: Sendable, Hashable {
    public var baseline: TimeSpan
    public var minPoints: Int

    public init(baseline: TimeSpan, minPoints: Int) {
      self.baseline = baseline
      self.minPoints = minPoints
    }
  }

  public var space: SpaceID
  public var metric: MetricID
  public var filter: FilterID
  public var function: Function
  public var window: TimeSpan
  public var offset: TimeSpan
  /// The rule's `every`: it aligns windows and the start of a rate.
  public var every: TimeSpan

  public init(
    space: SpaceID, metric: MetricID, filter: FilterID, function: Function, window: TimeSpan, offset: TimeSpan,
    every: TimeSpan
  ) {
    self.space = space
    self.metric = metric
    self.filter = filter
    self.function = function
    self.window = window
    self.offset = offset
    self.every = every
  }

  /// How far back from an instant the call looks at samples.
  public var lookback: TimeSpan {
    switch function {
    case .aggregate, .delta, .absent, .distinct: offset + window
    case .change: offset + window * 2
    case .zscore(let steps), .robustZscore(let steps), .seasonalZscore(let steps, _), .plugin(let steps, _):
      offset + window + steps.step * 2
    case .forecast(let steps, _, _, _): offset + window + steps.step
    // No window; its state is exponential. Taken as the time in which a point loses all weight to double precision.
    case .ewmaZscore(let steps, let alpha):
      offset + steps.step * Int64(Swift.min(1e6, (40 / alpha).rounded(.up) + Double(steps.minPoints)))
    case .psi(let settings), .ks(let settings), .ksPvalue(let settings), .wasserstein(let settings),
      .jsDivergence(let settings):
      offset + window + settings.baseline
    }
  }
}
