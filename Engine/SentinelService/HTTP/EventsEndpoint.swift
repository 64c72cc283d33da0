import HTTPTypes
import Hummingbird
import NIOCore
import SentinelIngest
import SentinelModel
import SentinelRuntime
import SentinelState

/// `POST /api/v1/events`: an object, an array or lines of events, also as gzip.
struct EventsEndpoint: Sendable {
  let pipeline: IngestPipeline
  let budget: IngestBudget
  let rate: RateLimit
  let metrics: ServiceMetrics
  let clock: EngineClock
  /// The longest body, as it comes and inflated.
  let bodyLimit: Int
  /// How long a body may take to come in.
  let readTimeout: TimeSpan
  /// What an event takes in memory besides its texts and labels.
  let rowBytes: Int

  private static let source = "http"

  func answer(_ request: Request, client: String) async -> Response {
    if let refusal = refusal(of: request, client: client) { return refusal }
    if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > bodyLimit { return tooLarge }
    guard budget.bytes < budget.limit else { return queueFull }
    let share = BudgetShare(of: budget)
    do {
      let body = try await collect(request.body, share)
      return await take(body, isCompressed: request.headers[.contentEncoding] == "gzip", share, client: client)
    } catch let fault as BodyFault {
      switch fault {
      case .tooLarge: return tooLarge
      case .noRoom: return queueFull
      case .tooSlow:
        return refused(.requestTimeout, "too slow", "the body took longer than \(readTimeout.literal)")
      }
    } catch {
      return refused(.badRequest, "broken off", "the body broke off")
    }
  }

  private enum BodyFault: Error {
    case tooLarge
    case noRoom
    case tooSlow
  }

  /// Room is taken for what has arrived, not for what somebody says will come.
  private func collect(_ body: RequestBody, _ share: BudgetShare) async throws -> ByteBuffer {
    try await withThrowingTaskGroup(of: ByteBuffer.self) { group in
      group.addTask {
        var bytes = ByteBuffer()
        for try await part in body {
          guard bytes.readableBytes + part.readableBytes <= bodyLimit else { throw BodyFault.tooLarge }
          guard share.take(part.readableBytes) else { throw BodyFault.noRoom }
          bytes.writeImmutableBuffer(part)
        }
        return bytes
      }
      group.addTask {
        try await Task.sleep(for: .nanoseconds(readTimeout.nanoseconds))
        throw BodyFault.tooSlow
      }
      defer { group.cancelAll() }
      return try await group.next() ?? ByteBuffer()
    }
  }

  /// What can be said before the body is read.
  private func refusal(of request: Request, client: String) -> Response? {
    let type = request.headers[.contentType]?.split(separator: ";").first?.lowercased() ?? "application/json"
    // The last is what curl says of any data unless it is told otherwise.
    let types = [
      "application/json", "application/x-ndjson", "application/ndjson", "application/jsonl", "text/plain",
      "application/x-www-form-urlencoded",
    ]
    guard types.contains(type.trimmingBlanks) else {
      return refused(
        .unsupportedMediaType, "content type", "events come as application/json or application/x-ndjson")
    }
    if let encoding = request.headers[.contentEncoding], encoding != "gzip", encoding != "identity" {
      return refused(.unsupportedMediaType, "content encoding", "bodies come as they are, or as gzip")
    }
    guard let wait = rate.wait(client: client, at: clock.elapsed()) else { return nil }
    return tooMany(wait)
  }

  private func take(
    _ bytes: ByteBuffer, isCompressed: Bool, _ share: BudgetShare, client: String
  ) async -> Response {
    let layout = pipeline.partition.generation.layout
    let now = clock.now()
    let body: EventBody
    do throws(GzipBody.Fault) {
      body = try read(bytes, isCompressed: isCompressed, layout: layout, arrival: now, share)
    } catch {
      switch error {
      case .tooLarge: return tooLarge
      case .noRoom: return queueFull
      case .broken: return refused(.badRequest, "gzip", error.description)
      }
    }
    if body.isTooLong { return tooLarge }
    guard share.take(body.batch.count * rowBytes + body.batch.storedBytes) else { return queueFull }
    do throws(JournalFailure) {
      let admission = try await pipeline.submit(body.batch, from: .events, at: now)
      rate.charge(body.batch.count, client: client, at: clock.elapsed())
      return answer(body, admission)
    } catch {
      guard error.isRetryable else { return tooLarge }
      return refused(
        .serviceUnavailable, "not durable", "the events could not be written: send them again", retryAfter: 1)
    }
  }

  private func read(
    _ bytes: ByteBuffer, isCompressed: Bool, layout: BatchLayout, arrival: Timestamp, _ share: BudgetShare
  ) throws(GzipBody.Fault) -> EventBody {
    let result = bytes.withUnsafeReadableBytes { raw -> Result<EventBody, GzipBody.Fault> in
      let body = raw.bindMemory(to: UInt8.self)
      guard isCompressed else { return .success(EventBody(body, layout: layout, arrival: arrival)) }
      do throws(GzipBody.Fault) {
        let inflated = try GzipBody.inflate(body, limit: bodyLimit) { share.take($0) }
        return .success(inflated.withUnsafeBufferPointer { EventBody($0, layout: layout, arrival: arrival) })
      } catch { return .failure(error) }
    }
    return try result.get()
  }

  private func answer(_ body: EventBody, _ admission: LivePartition.Admission) -> Response {
    let accepted = admission.onTime + admission.late
    metrics.accepted.add(accepted, Self.source)
    if body.refusedCount > 0 { metrics.refused.add(body.refusedCount, Self.source, "malformed") }
    if !admission.future.isEmpty { metrics.refused.add(admission.future.count, Self.source, "future") }
    let future = admission.future.prefix(EventBody.refusalLimit).map { index in
      EventBody.Refusal(index: Int(index), field: "timestamp", reason: "lies too far ahead of the clock")
    }
    let refused = (body.refused + future).sorted { $0.index < $1.index }
    let isNothing = accepted == 0 && !refused.isEmpty
    return Answer.json(isNothing ? .badRequest : .accepted) { json in
      json.object { json in
        json.key("accepted")
        json.integer(accepted)
        json.key("refused")
        json.array { json in for refusal in refused { json.refusal(refusal) } }
        let total = body.refusedCount + admission.future.count
        guard total > refused.count else { return }
        json.key("refused_count")
        json.integer(total)
      }
    }
  }

  // MARK: - Refusals of whole requests

  private var tooLarge: Response {
    refused(
      .contentTooLarge, "too large",
      "a body may have \(bodyLimit) bytes and \(EventBody.eventLimit) events; send the events in several requests")
  }

  private var queueFull: Response {
    refused(.serviceUnavailable, "queue full", "the queue is full: send the events again", retryAfter: 1)
  }

  private func tooMany(_ wait: TimeSpan) -> Response {
    refused(
      .tooManyRequests, "rate limit", "this client sends more events a second than it may",
      retryAfter: max(1, Int(wait.seconds.rounded(.up))))
  }

  private func refused(
    _ status: HTTPResponse.Status, _ reason: String, _ message: String, retryAfter: Int? = nil
  ) -> Response {
    metrics.refused.add(1, Self.source, reason)
    return Answer.problem(status, reason.replacing(" ", with: "_"), message, retryAfter: retryAfter)
  }
}

extension JSONWriter {
  fileprivate mutating func refusal(_ refusal: EventBody.Refusal) {
    object { json in
      json.key("index")
      json.integer(refusal.index)
      json.member("field", refusal.field)
      json.member("reason", refusal.reason)
    }
  }
}

extension String {
  fileprivate var trimmingBlanks: String { String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
}
