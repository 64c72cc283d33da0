import Glibc

/// The file system of the machine.
package struct DiskFileSystem: FileSystem {
  package init() {}

  package func makeDirectory(_ path: String) throws(FileFailure) {
    if mkdir(path, 0o700) != 0 {
      if errno != EEXIST { throw FileFailure("make directory", path, errno) }
      return
    }
    do throws(FileFailure) { try syncDirectory(Self.parent(of: path)) } catch {
      // Somebody else's directory that may be entered but not read; what is in it is for them to sync.
      if error.code != EACCES { throw error }
    }
  }

  private static func parent(of path: String) -> String {
    var parts = path.utf8[...]
    while parts.count > 1, parts.last == UInt8(ascii: "/") { parts.removeLast() }
    guard let slash = parts.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == parts.startIndex ? "/" : String(decoding: parts[..<slash], as: UTF8.self)
  }

  package func names(in directory: String) throws(FileFailure) -> [String] {
    guard let stream = opendir(directory) else { throw FileFailure("open directory", directory, errno) }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  package func open(_ path: String, for access: FileAccess) throws(FileFailure) -> any StoredFile {
    try DiskFile(path, access)
  }

  package func link(_ path: String, to other: String) throws(FileFailure) {
    if Glibc.link(path, other) != 0 { throw FileFailure("link", other, errno) }
  }

  package func rename(_ path: String, to other: String) throws(FileFailure) {
    if Glibc.rename(path, other) != 0 { throw FileFailure("rename", path, errno) }
  }

  package func remove(_ path: String) throws(FileFailure) {
    if unlink(path) != 0 { throw FileFailure("remove", path, errno) }
  }

  package func syncDirectory(_ path: String) throws(FileFailure) {
    let descriptor = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileFailure("open directory", path, errno) }
    defer { close(descriptor) }
    if fsync(descriptor) != 0 { throw FileFailure("sync directory", path, errno) }
  }
}
