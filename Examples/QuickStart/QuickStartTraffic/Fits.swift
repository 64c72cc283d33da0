/// A mixture of log-normal distributions of token counts.
struct LengthMixture {
  struct Part {
    var weight: Double
    var median: Double
    var sigma: Double
  }

  var parts: [Part]
  /// The longest that occurs; drawn values are cut there.
  var limit: Double

  init(limit: Double, _ parts: [(weight: Double, median: Double, sigma: Double)]) {
    self.limit = limit
    self.parts = parts.map { Part(weight: $0.weight, median: $0.median, sigma: $0.sigma) }
  }

  /// A whole number of tokens, at least 1.
  func draw(_ random: inout TrafficRandom) -> Double {
    let part = parts[random.index(weights: parts.map(\.weight))]
    return min(limit, max(1, random.logNormal(median: part.median, sigma: part.sigma).rounded()))
  }
}

// Fitted by expectation maximisation on log counts, with as many parts as still lowered the distance. KS is the largest
// distance between the distribution functions of the trace and of the fit. Input and output of a request are as good as
// independent in both traces (Spearman 0.07 and -0.02), so they are drawn independently.
extension LengthMixture {
  /// Input of azure_2023_conv (19,366 requests), KS 0.047.
  static let conversationInput = LengthMixture(
    limit: 14_050, [(0.203, 244.4, 1.025), (0.228, 398.2, 0.038), (0.4, 1_092.4, 0.099), (0.168, 3_017.7, 0.375)])
  /// Output of azure_2023_conv, KS 0.029.
  static let conversationOutput = LengthMixture(
    limit: 1_000, [(0.296, 113.2, 1.01), (0.425, 96.8, 0.357), (0.279, 405.9, 0.049)])
  /// Input of azure_2023_code (8,819 requests), KS 0.030.
  static let codeInput = LengthMixture(limit: 7_437, [(0.305, 249.1, 1.307), (0.695, 2_100.1, 0.724)])
  /// Output of azure_2023_code, KS 0.028.
  static let codeOutput = LengthMixture(limit: 1_899, [(0.659, 10.6, 0.386), (0.341, 36.8, 0.901)])
  /// A short labelling task: the medians over the clients of servegen_m-small_lengths, input 284 tokens and output 21,
  /// with the middle client's spread (p95 over p50 as a log-normal's): 0.111 and 0.357.
  static let labellingInput = LengthMixture(limit: 4_096, [(1, 284, 0.111)])
  static let labellingOutput = LengthMixture(limit: 512, [(1, 21, 0.357)])
}

/// How requests arrive.
enum ArrivalFit {
  /// Seconds for which rate and burstiness stay, as in servegen_m-small_windows.
  static let window = 600.0
  /// Change of a client's rate from window to window, as the deviation of its logarithm (robust, 37,990 steps).
  static let rateDeviation = 0.074
  /// Coefficient of variation of the gaps (Gamma): log-normal mixture over the 4,882 windows with 0.2 to 2 requests a
  /// second, KS 0.023. Cut at 3: above it an hour of this little traffic would be a few bursts and silence.
  static let variation = [(weight: 0.28, median: 1.045, sigma: 0.066), (weight: 0.72, median: 2.411, sigma: 0.754)]
  static let variationRange = 0.5...3.0
}

/// How fast a model answers. The real traces carry no latency, so this is fitted to the request logs of llm_anomaly
/// (controls 1 and 2), whose latencies are modelled themselves: time to first token = base + slope × input, times
/// log-normal noise; then a time for each token of the output.
struct ModelSpeed {
  /// Milliseconds.
  var base: Double
  /// Milliseconds a token of input.
  var slope: Double
  var firstTokenSigma: Double
  /// Milliseconds a token of output, median.
  var perToken: Double
  var perTokenSigma: Double

  /// `gpt-small`, 24,189 requests: KS 0.005 for the first token, 0.007 for the time a token.
  static let small = ModelSpeed(base: 60, slope: 0.1238, firstTokenSigma: 0.25, perToken: 14.02, perTokenSigma: 0.12)
  /// `gpt-large`, 11,169 requests: KS 0.011 and 0.016.
  static let large = ModelSpeed(
    base: 110.2, slope: 0.1278, firstTokenSigma: 0.251, perToken: 24.19, perTokenSigma: 0.117)

  /// Share of requests that are slow for no reason, and how much slower, as in those logs.
  static let slowShare = 0.004
  static let slowFactor = 4.0
}
