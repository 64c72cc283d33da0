package import SentinelModel
import Synchronization

/// How many events each client may send a second: a bucket of tokens each, which holds a second's worth.
///
/// Bounded: beyond `capacity` clients those that have been away longest are forgotten, with full buckets.
package final class RateLimit: Sendable {
  private struct Bucket {
    var tokens: Double
    var at: TimeSpan
  }

  private let perSecond: Double
  private let buckets = Mutex<[String: Bucket]>([:])
  private static let capacity = 10_000

  /// - Parameter perSecond: 0 is no limit.
  package init(perSecond: Int) { self.perSecond = Double(perSecond) }

  /// How long a client has to wait until it may send again; nil where it may send now.
  package func wait(client: String, at now: TimeSpan) -> TimeSpan? {
    guard perSecond > 0 else { return nil }
    let tokens = buckets.withLock { filled($0[client], at: now).tokens }
    return tokens > 0 ? nil : .milliseconds(Int64((-tokens / perSecond * 1_000).rounded(.up)) + 1)
  }

  /// Charges events that were taken. A client may send more at once than it has tokens for: it owes them.
  package func charge(_ count: Int, client: String, at now: TimeSpan) {
    guard perSecond > 0 else { return }
    buckets.withLock { buckets in
      var bucket = filled(buckets[client], at: now)
      bucket.tokens -= Double(count)
      if buckets.count >= Self.capacity, buckets[client] == nil { Self.forgetOldest(&buckets) }
      buckets[client] = bucket
    }
  }

  private func filled(_ bucket: Bucket?, at now: TimeSpan) -> Bucket {
    guard let bucket else { return Bucket(tokens: perSecond, at: now) }
    return Bucket(tokens: min(perSecond, bucket.tokens + (now - bucket.at).seconds * perSecond), at: now)
  }

  private static func forgetOldest(_ buckets: inout [String: Bucket]) {
    let oldest = buckets.sorted { ($0.value.at, $0.key) < ($1.value.at, $1.key) }.prefix(buckets.count / 10 + 1)
    for (client, _) in oldest { buckets[client] = nil }
  }
}
