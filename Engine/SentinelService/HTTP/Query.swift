import Hummingbird

/// The parameters of a request's query, decoded, in their order.
struct Query: Sendable {
  let entries: [(name: String, value: String)]

  init(_ request: Request) {
    entries = request.uri.queryParameters.map { (String($0.key), String($0.value)) }
  }
}
