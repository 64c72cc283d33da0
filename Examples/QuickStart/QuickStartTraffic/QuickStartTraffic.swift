/// An hour of a small company's LLM traffic, made up from a seed; the same on every machine.
package struct QuickStartTraffic {
  package static let seed: UInt64 = 20_261_110

  private var random: TrafficRandom
  private var calls: [Call] = []

  /// The hour as NDJSON, in the order in which the calls ended.
  package static func lines(seed: UInt64 = Self.seed) -> [String] {
    var traffic = QuickStartTraffic(random: TrafficRandom(seed: seed))
    for service in CompanyService.all { traffic.add(service) }
    traffic.addRunawayCalls()
    return traffic.calls.filter { $0.end < 3_600_000 }.sorted { ($0.end, $0.spanID) < ($1.end, $1.spanID) }.map(\.line)
  }

  /// 2026-11-10T14:00:00Z plus `milliseconds` of less than a day's rest.
  static func time(_ milliseconds: Int) -> String {
    let seconds = milliseconds / 1_000
    return "2026-11-10T\(two(14 + seconds / 3_600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
      + ".\(String(1_000 + milliseconds % 1_000).dropFirst())Z"
  }

  private static func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }

  // MARK: - Arrivals

  /// A service's own calls: Gamma gaps, whose mean and burstiness change every ten minutes.
  private mutating func add(_ service: CompanyService) {
    var time = 0.0
    var window = -1
    var rate = service.rate
    var variation = 1.0
    while time < 3_600 {
      if Int(time / ArrivalFit.window) != window {
        window = Int(time / ArrivalFit.window)
        rate = service.rate * exponential(ArrivalFit.rateDeviation * random.normal())
        variation = drawVariation()
      }
      time += random.gammaGap(mean: 1 / rate, variation: variation)
      guard time < 3_600 else { return }
      let tenant = CompanyService.tenants[random.index(weights: service.tenantWeights)]
      add(service, tenant: tenant, at: time)
    }
  }

  private mutating func drawVariation() -> Double {
    let part = ArrivalFit.variation[random.index(weights: ArrivalFit.variation.map(\.weight))]
    let drawn = random.logNormal(median: part.median, sigma: part.sigma)
    return min(max(drawn, ArrivalFit.variationRange.lowerBound), ArrivalFit.variationRange.upperBound)
  }

  /// The calls that a runaway tenant makes on top of its usual ones.
  private mutating func addRunawayCalls() {
    for incident in Incident.all {
      guard case .runawayTenant(let tenant, let name, let factor, _) = incident.fault,
        let service = CompanyService.all.first(where: { $0.name == name }),
        let index = CompanyService.tenants.firstIndex(of: tenant)
      else { continue }
      let rate = service.rate * service.tenantWeights[index] * (factor - 1)
      var time = incident.seconds.lowerBound
      while true {
        time += random.gammaGap(mean: 1 / rate, variation: 1)
        guard time < incident.seconds.upperBound else { break }
        add(service, tenant: tenant, at: time)
      }
    }
  }

  // MARK: - Calls

  private mutating func add(_ service: CompanyService, tenant: String, at time: Double) {
    let model = service.models[random.index(weights: service.models.map(\.weight))].model
    let faults = Incident.active(at: time)
    var call = Call(
      arrival: Int(time * 1_000), service: service.name, tenant: tenant, user: drawUser(of: tenant), model: model,
      inputTokens: Int(service.input.draw(&random)), outputTokens: Int(service.output.draw(&random)),
      timeToFirstToken: 0, duration: 0, failure: drawFailure(of: model, faults),
      texts: service.hasTexts ? drawTexts() : nil, traceID: random.hex(words: 2), spanID: random.hex(words: 1))
    lengthen(&call, faults)
    setTimes(of: &call, faults)
    calls.append(call)
  }

  private func lengthen(_ call: inout Call, _ faults: [Incident.Fault]) {
    for fault in faults {
      switch fault {
      case .runawayTenant(call.tenant, call.service, _, let input):
        call.inputTokens = Int(Double(call.inputTokens) * input)
      case .longAnswers(call.service, let factor): call.outputTokens = Int(Double(call.outputTokens) * factor)
      default: break
      }
    }
  }

  private mutating func setTimes(of call: inout Call, _ faults: [Incident.Fault]) {
    let speed = call.model.speed
    var first = random.logNormal(
      median: speed.base + speed.slope * Double(call.inputTokens), sigma: speed.firstTokenSigma)
    var rest = Double(call.outputTokens) * random.logNormal(median: speed.perToken, sigma: speed.perTokenSigma)
    if random.happens(ModelSpeed.slowShare) {
      first *= ModelSpeed.slowFactor
      rest *= ModelSpeed.slowFactor
    }
    for case .slowModel(call.model.name, let firstToken, let perToken) in faults {
      first *= firstToken
      rest *= perToken
    }
    // A refusal comes at once, whatever the call would have taken.
    if call.failure != nil { (first, rest) = (0, random.logNormal(median: 60, sigma: 0.5)) }
    call.timeToFirstToken = Int((first * 10).rounded())
    call.duration = Int(((first + rest) * 10).rounded())
  }

  private mutating func drawFailure(of model: CalledModel, _ faults: [Incident.Fault]) -> Call.Failure? {
    let isFailed = random.happens(CompanyService.errorShare)
    let refusal: Call.Failure = random.happens(0.6) ? .rateLimit : .overloaded
    for case .refusals(model.provider, let share) in faults where random.happens(share) { return refusal }
    return isFailed ? .serverError : nil
  }

  /// A few users make most of a tenant's calls.
  private mutating func drawUser(of tenant: String) -> String {
    let place = Int(12 * random.uniform() * random.uniform())
    return "\(tenant)-u\(place + 1)"
  }

  private static let subjects = [
    ("the printer on floor 2 is offline", "hardware"), ("I cannot reset my password", "account"),
    ("the invoice shows the wrong address", "billing"), ("the export takes longer than usual", "performance"),
    ("please add a colleague to our team", "account"), ("a page stays blank after signing in", "defect"),
  ]

  private mutating func drawTexts() -> (prompt: String, response: String) {
    let subject = Self.subjects[Int(random.uniform() * Double(Self.subjects.count))]
    return ("Label this ticket: \(subject.0).", subject.1)
  }
}
