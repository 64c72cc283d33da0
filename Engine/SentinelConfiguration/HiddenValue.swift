/// Bytes of a file that may not be shown, and those of the key that they belong to.
struct HiddenValue {
  let bytes: Range<Int>
  let key: Range<Int>?
}
