package import SentinelModel

/// Switches of whole families of detectors.
package struct DetectionConfiguration: Sendable, Equatable {
  package struct Drift: Sendable, Equatable {
    package var enabled = false
    package var checkInterval = TimeSpan.minutes(5)
  }

  package struct Hallucination: Sendable, Equatable {
    package var enabled = false
    package var llmJudge = LLMJudge()
  }

  /// The model that judges answers.
  package struct LLMJudge: Sendable, Equatable {
    package enum Provider: String, CaseIterable, Sendable {
      case anthropic
      case openai
    }

    package var provider = Provider.anthropic
    package var apiKey: Secret?
  }

  package struct Security: Sendable, Equatable {
    package var enabled = false
  }

  package var drift = Drift()
  package var hallucination = Hallucination()
  package var security = Security()
}
