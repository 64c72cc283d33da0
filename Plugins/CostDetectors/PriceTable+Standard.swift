extension PriceTable {
  /// The day of the price lists that ``standardRows`` was taken from.
  package static let standardVersion = "2026-11-12"

  /// The prices that come with the engine, one line a row in the form of ``PriceRow``, USD per million tokens.
  ///
  /// Facts as in LiteLLM's public price map of 2026-11-12 (`model_prices_and_context_window.json`, version 1.109.1),
  /// which gathers the providers' price pages. DeepSeek's peak hours are not in it: they are as secondary sources of
  /// that time report them and were not checked against DeepSeek's own price page. A row with `from` has no known
  /// price before that day; what was called then is unpriced, never charged by a later list. Prices end only with
  /// `until`, not when a model is retired. Gemini 3.8 Flash is announced to double on 2027-01-01.
  package static let standardRows = """
    gpt-6-astra in=10 cached=1 write=12.5 out=50 batch=5/25 long=>272000:20/2/75
    gpt-6.1-sol in=2 cached=0.1 write=2.5 out=10 batch=1/5 long=>272000:4/0.2/15
    gpt-6.1-terra in=1 cached=0.05 write=1.25 out=5 batch=0.5/2.5 long=>272000:2/0.1/7.5
    gpt-6-luna in=0.1 cached=0.01 write=0.125 out=0.5 batch=0.05/0.25 long=>272000:0.2/0.02/0.75
    gpt-5.6-sol in=4 cached=0.4 write=5 out=20 batch=2/10 long=>272000:8/0.8/30 from=2026-08-21
    gpt-5.6-terra in=2 cached=0.2 write=2.5 out=12 batch=1/6 long=>272000:4/0.4/18
    gpt-5.6-luna in=0.2 cached=0.02 write=0.25 out=1.2 batch=0.1/0.6 long=>272000:0.4/0.04/1.8
    gpt-5.5 in=5 cached=0.5 out=30 batch=2.5/15 long=>272000:10/1/45
    gpt-5.4 in=2.5 cached=0.25 out=15 batch=1.25/7.5 long=>272000:5/0.5/22.5
    gpt-5.4-mini in=0.75 cached=0.075 out=4.5 batch=0.375/2.25
    gpt-5.2 in=1.75 cached=0.175 out=14 batch=0.875/7
    gpt-5.1 in=1.25 cached=0.125 out=10 batch=0.625/5
    gpt-5 in=1.25 cached=0.125 out=10 batch=0.625/5
    gpt-5-mini in=0.25 cached=0.025 out=2 batch=0.125/1
    gpt-5-nano in=0.05 cached=0.005 out=0.4 batch=0.025/0.2
    gpt-4.1 in=2 cached=0.5 out=8 batch=1/4
    gpt-4.1-mini in=0.4 cached=0.1 out=1.6 batch=0.2/0.8
    gpt-4o in=2.5 cached=1.25 out=10 batch=1.25/5
    gpt-4o-mini in=0.15 cached=0.075 out=0.6 batch=0.075/0.3
    o3 in=2 cached=0.5 out=8 batch=1/4
    o4-mini in=1.1 cached=0.275 out=4.4 batch=0.55/2.2
    text-embedding-3-small in=0.02 out=0 batch=0.01/0
    text-embedding-3-large in=0.13 out=0 batch=0.065/0
    claude-fable-5-1 in=10 cached=0.25 write=12.5 out=50 batch=5/25
    claude-opus-5-5 in=4 cached=0.2 write=5 out=20 batch=2/10
    claude-opus-5 in=5 cached=0.5 write=6.25 out=25 batch=2.5/12.5
    claude-sonnet-5-5 in=2 cached=0.1 write=2.5 out=10 batch=1/5
    claude-sonnet-5 in=2 cached=0.2 write=2.5 out=10 batch=1/5
    claude-sonnet-4-6 in=3 cached=0.3 write=3.75 out=15 batch=1.5/7.5
    claude-sonnet-4-5 in=3 cached=0.3 write=3.75 out=15 batch=1.5/7.5
    claude-haiku-5-5 in=0.1 cached=0.01 write=0.125 out=0.5 batch=0.05/0.25 long=>100000:0.5/0.05/2.5
    claude-haiku-4-5 in=1 cached=0.1 write=1.25 out=5 batch=0.5/2.5
    gemini/gemini-3.1-pro-preview in=2 cached=0.2 out=12 batch=1/6 long=>200000:4/0.4/18
    gemini/gemini-3.8-flash in=0.75 cached=0.075 out=3.75 batch=0.375/1.875 until=2027-01-01
    gemini/gemini-3.8-flash in=1.5 cached=0.15 out=7.5 batch=0.75/3.75 from=2027-01-01
    gemini/gemini-3.5-flash-lite in=0.3 cached=0.03 out=2.5 batch=0.15/1.25
    gemini/gemini-2.5-pro in=1.25 cached=0.125 out=10 batch=0.625/5 long=>200000:2.5/0.25/15
    gemini/gemini-2.5-flash in=0.3 cached=0.03 out=2.5 batch=0.15/1.25
    mistral/mistral-large-latest in=0.5 cached=0.05 out=1.5
    mistral/mistral-medium-latest in=1.5 cached=0.15 out=7.5
    deepseek/deepseek-v4-pro in=1.32 cached=0.044 write=0 out=3.96 from=2026-08-16T16:00:00Z \
    peak=01:00-04:00,06:00-10:00,weekdays off_peak=50%
    deepseek/deepseek-flash in=0.3 cached=0.006 write=0 out=1.2 \
    peak=01:00-04:00,06:00-10:00,weekdays off_peak=50%
    xai/grok-4.7 in=2 cached=0.5 out=6 batch=1.6/4.8 long=>=200000:4/1/12
    xai/grok-4.3 in=1.25 cached=0.2 out=2.5 batch=1/2 long=>=200000:2.5/0.4/5
    moonshot/kimi-k3 in=3 cached=0.3 write=3 out=15
    zai/glm-5.3 in=1.4 cached=0.26 write=0 out=4.4
    dashscope/qwen3.8-max in=2 cached=0.25 out=6
    us.anthropic.claude-sonnet-4-5-20250929-v1:0 in=3.3 cached=0.33 write=4.125 out=16.5 batch=1.65/8.25 \
    long=>200000:6.6/0.66/24.75
    groq/openai/gpt-oss-120b in=0.15 cached=0.075 out=0.6
    """
}
