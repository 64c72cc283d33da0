/// Rules that took the place of others.
package struct RuleReplacement: Sendable {
  package let generation: Generation
  package let succession: EngineSuccession
}
