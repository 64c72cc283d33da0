#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// ln x; NaN for a negative x, −∞ for 0.
func naturalLogarithm(_ x: Double) -> Double { log(x) }

/// log₂ x; NaN for a negative x, −∞ for 0.
func binaryLogarithm(_ x: Double) -> Double { log2(x) }

/// eˣ.
func exponential(_ x: Double) -> Double { exp(x) }
