package import SentinelModel

/// The events of one request: an object, an array, or lines of objects (NDJSON).
package struct EventBody: Sendable {
  /// Why an event was not taken, by its place in the body, from 0.
  package struct Refusal: Hashable, Sendable {
    package let index: Int
    package let field: String
    package let reason: String

    package init(index: Int, field: String, reason: String) {
      self.index = index
      self.field = field
      self.reason = reason
    }
  }

  /// What could be read, in timestamp order; positions are places in the body.
  package private(set) var batch: EventBatch
  /// The first ones, in the order of the body.
  package private(set) var refused: [Refusal] = []
  package private(set) var refusedCount = 0
  /// It has more events than a body may; those behind were not read.
  package private(set) var isTooLong = false

  /// How many refusals are told one by one.
  package static let refusalLimit = 100

  /// How many events a body may have: an event of two bytes takes hundreds in memory.
  package static let eventLimit = 100_000

  /// Reads a whole body. O(bytes).
  ///
  /// - Parameters:
  ///   - arrival: the time of events that have none.
  ///   - longest: the longest event, in bytes.
  package init(
    _ bytes: UnsafeBufferPointer<UInt8>, layout: BatchLayout, arrival: Timestamp, longest: Int = 16 << 20
  ) {
    batch = EventBatch(layout: layout)
    var decoder = JSONEventDecoder(layout: layout)
    decoder.arrivalTime = arrival
    var framer = JSONFramer(limit: longest)
    var rest = bytes
    var index = 0
    while !rest.isEmpty {
      if index > Self.eventLimit {
        isTooLong = true
        break
      }
      let consumed: Int
      switch framer.next(in: rest, isAtEnd: true) {
      case .event(let range, _, let count):
        consumed = count
        take(UnsafeBufferPointer(rebasing: rest[range]), index, &decoder)
        index += 1
      case .refused(_, let reason, let count):
        consumed = count
        refuse(index, "", reason)
        index += 1
      // Deciding what the body is takes no byte.
      case .skipped(let count): consumed = count
      case .incomplete: consumed = rest.count
      }
      rest = UnsafeBufferPointer(rebasing: rest[min(rest.count, consumed)...])
    }
    decoder.staged.move(to: &batch)
    if let (_, reason) = framer.finish() { refuse(index, "", reason) }
    batch.sort()
    batch.rows = 0..<batch.count
  }

  private mutating func take(_ json: UnsafeBufferPointer<UInt8>, _ index: Int, _ decoder: inout JSONEventDecoder) {
    let position = UInt32(truncatingIfNeeded: index)
    if let refusal = decoder.decode(json, position: position) { refuse(index, refusal.field, refusal.reason) }
    if decoder.staged.count >= StagedColumns.capacity { decoder.staged.move(to: &batch) }
  }

  private mutating func refuse(_ index: Int, _ field: String, _ reason: String) {
    refusedCount += 1
    guard refused.count < Self.refusalLimit else { return }
    refused.append(Refusal(index: index, field: field, reason: reason))
  }
}
