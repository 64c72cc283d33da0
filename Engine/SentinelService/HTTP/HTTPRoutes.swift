import HTTPTypes
import Hummingbird
import SentinelModel
import SentinelRuntime

/// What is answered under which path.
struct HTTPRoutes: Sendable {
  let service: RunningService

  func router() -> Router<ClientRequestContext> {
    let router = Router(context: ClientRequestContext.self)
    router.add(middleware: RequestCounting(metrics: service.metrics))
    events(router)
    rules(router)
    operation(router)
    return router
  }

  private func events(_ router: Router<ClientRequestContext>) {
    router.post("/api/v1/events") { request, context in
      await service.events.answer(request, client: context.client)
    }
    router.get("/api/v1/alerts") { request, _ in service.alerts.alerts(Query(request)) }
    router.get("/api/v1/anomalies") { request, _ in service.alerts.anomalies(Query(request)) }
  }

  private func rules(_ router: Router<ClientRequestContext>) {
    router.get("/api/v1/rules") { _, _ in await service.rules.list() }
    router.get("/api/v1/rules/:name") { _, context in
      await service.rules.one(context.parameters.get("name") ?? "")
    }
    router.post("/-/reload") { _, _ in
      let receipt = await service.reloader.reload(.request)
      return Answer.json(receipt.succeeded ? .ok : .unprocessableContent) { json in
        json.object { receipt.write(to: &$0) }
      }
    }
    router.get("/api/v1/reload") { _, _ in
      guard let receipt = await service.reloader.last else {
        return Answer.problem(.notFound, "never_reloaded", "the rules are those of the start")
      }
      return Answer.json { json in json.object { receipt.write(to: &$0) } }
    }
  }

  private func operation(_ router: Router<ClientRequestContext>) {
    router.get("/metrics") { _, _ in
      Answer.text(service.metrics.exposition(await service.status()), type: Exposition.contentType)
    }
    router.get("/-/healthy") { _, _ in Answer.text("healthy\n") }
    router.get("/-/ready") { _, _ in
      service.isReady ? Answer.text("ready\n") : Answer.text("not ready\n", status: .serviceUnavailable)
    }
    router.get("/api/v1/health") { _, _ in await service.health() }
    router.get("/api/v1/openapi.json") { _, _ in
      Answer.bytes(.ok, "application/json; charset=utf-8", PackageResources.openapi_json)
    }
  }
}
