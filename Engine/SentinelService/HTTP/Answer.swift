import HTTPTypes
import Hummingbird
import NIOCore
import SentinelModel

/// Answers in JSON.
enum Answer {
  static func json(
    _ status: HTTPResponse.Status = .ok, headers: HTTPFields = [:], _ write: (inout JSONWriter) -> Void
  ) -> Response {
    var json = JSONWriter()
    write(&json)
    return bytes(status, "application/json; charset=utf-8", json.bytes + [UInt8(ascii: "\n")], headers: headers)
  }

  static func text(_ text: String, type: String = "text/plain; charset=utf-8", status: HTTPResponse.Status = .ok)
    -> Response
  {
    bytes(status, type, Array(text.utf8))
  }

  static func bytes(
    _ status: HTTPResponse.Status, _ type: String, _ bytes: [UInt8], headers: HTTPFields = [:]
  ) -> Response {
    var headers = headers
    headers[.contentType] = type
    return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }

  /// An error: what is the case, and the way out.
  static func problem(
    _ status: HTTPResponse.Status, _ code: String, _ message: String, retryAfter seconds: Int? = nil
  ) -> Response {
    var headers: HTTPFields = [:]
    if let seconds { headers[.retryAfter] = "\(seconds)" }
    return json(status, headers: headers) { json in
      json.object { json in
        json.key("error")
        json.object { json in
          json.member("code", code)
          json.member("message", message)
        }
      }
    }
  }
}
