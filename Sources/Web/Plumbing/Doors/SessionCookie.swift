public import Hummingbird
public import Identity

/// The cookie that carries the session's token.
public struct SessionCookie: Sendable {
    /// Whether browsers reach the server by https. Only a loopback trial run may say no.
    public let secure: Bool

    /// Officers and citizens have cookies of their own; a browser may hold both.
    let word: String

    public init(secure: Bool, word: String = "sesja") {
        self.secure = secure
        self.word = word
    }

    /// With `__Host-` the browser itself sees to it that no neighbouring host and no plain http can set it.
    public var name: String { secure ? "__Host-\(word)" : word }

    func token(in request: Request) -> SessionToken? { request.cookies[name].flatMap { SessionToken(cookieValue: $0.value) } }

    /// Lasts as long as the browser's window; the server decides about the rest.
    public func set(_ token: SessionToken, on response: inout Response) {
        response.setCookie(Cookie(name: name, value: token.cookieValue, path: "/", secure: secure, httpOnly: true, sameSite: .lax))
    }

    public func clear(on response: inout Response) {
        response.setCookie(Cookie(name: name, value: "", maxAge: 0, path: "/", secure: secure, httpOnly: true, sameSite: .lax))
    }
}
