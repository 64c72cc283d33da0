extension Double {
  /// Seconds as milliseconds, so that what was read as milliseconds comes back: 4.015 s is 4015 ms, not
  /// 4014.9999999999995.
  ///
  /// A product rounds; where a number of at most nine decimals is the same time, that is what was meant.
  @inlinable
  public var secondsInMilliseconds: Double {
    let product = self * 1_000
    guard product.magnitude < 4e6 else { return product }
    let decimal = (product * 1e9).rounded() / 1e9
    return decimal / 1_000 == self ? decimal : product
  }
}
