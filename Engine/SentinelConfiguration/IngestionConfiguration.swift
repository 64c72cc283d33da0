/// Where telemetry comes from, besides the engine's own HTTP port.
package struct IngestionConfiguration: Sendable, Equatable {
  package struct OTLP: Sendable, Equatable {
    package var grpcPort = 4_317
    package var httpPort = 4_318
  }

  package struct Kafka: Sendable, Equatable {
    package var enabled = false
  }

  package var otlp = OTLP()
  package var kafka = Kafka()
}
