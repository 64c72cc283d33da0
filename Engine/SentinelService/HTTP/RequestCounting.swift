import HTTPTypes
import Hummingbird

/// Counts answers by route and status, and answers in JSON where no route fits.
struct RequestCounting: RouterMiddleware {
  let metrics: ServiceMetrics

  func handle(
    _ request: Request, context: ClientRequestContext,
    next: (Request, ClientRequestContext) async throws -> Response
  ) async throws -> Response {
    let response: Response
    do { response = try await next(request, context) } catch let error as HTTPError {
      response =
        error.status == .notFound
        ? Answer.problem(.notFound, "not_found", "nothing is here; /api/v1/openapi.json lists what is")
        : Answer.problem(error.status, "http_error", error.status.reasonPhrase)
    }
    // The route as it is declared: paths are anybody's.
    metrics.requests.add(1, context.endpointPath ?? "none", "\(response.status.code)")
    return response
  }
}
