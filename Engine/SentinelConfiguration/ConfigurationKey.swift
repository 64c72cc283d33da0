import YAMLTree

/// The declaration of one key: its path, where its value goes, what it may be, and what it does. Reading, errors, the
/// listing and the reference page all come from it.
package struct ConfigurationKey<Root: Sendable>: Sendable {
  /// What is told about a key.
  package let descriptor: ConfigurationKeyDescriptor
  let set: @Sendable (YAMLNode, inout Root) throws(ConfigurationFault) -> Void
  /// The value in force, for people.
  package let show: @Sendable (Root) -> String

  /// - Parameter defaults: holds the value of the key when nothing is said.
  init<Value: Sendable>(
    _ path: String, _ field: any WritableKeyPath<Root, Value> & Sendable, _ type: ConfigurationType<Value>,
    defaults: Root, isActive: Bool = true, isRequired: Bool = false, _ help: String
  ) {
    descriptor = ConfigurationKeyDescriptor(
      path: path, expectation: type.expectation,
      defaultText: isRequired ? "required" : type.show(defaults[keyPath: field]), help: help, isActive: isActive,
      isSecret: type.isSecret, isRequired: isRequired)
    set = { (node, root) throws(ConfigurationFault) in root[keyPath: field] = try type.read(node) }
    show = { type.show($0[keyPath: field]) }
  }

  package var path: String { descriptor.path }
}

extension ConfigurationKey<EngineConfiguration> {
  /// A key of the file.
  init<Value: Sendable>(
    _ path: String, _ field: any WritableKeyPath<EngineConfiguration, Value> & Sendable,
    _ type: ConfigurationType<Value>, isActive: Bool = true, _ help: String
  ) {
    self.init(path, field, type, defaults: EngineConfiguration(), isActive: isActive, help)
  }
}
