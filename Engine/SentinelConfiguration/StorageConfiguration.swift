/// Stores outside of the engine.
package struct StorageConfiguration: Sendable, Equatable {
  package struct Store: Sendable, Equatable {
    package var url: EndpointURL?
  }

  package var prometheus = Store()
  package var redis = Store()
}
