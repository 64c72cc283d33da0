import SentinelModel

/// What an alert says of its cause.
struct AlertAccount: Sendable {
  let evidence: [(String, EvidenceValue)]
  let annotations: [(String, String)]
}
