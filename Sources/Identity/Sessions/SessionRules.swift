/// How long sessions last, in seconds.
public struct SessionRules: Sendable, Hashable {
    /// Without a request.
    public var idleSeconds: Int64
    /// From sign-in, whatever is done.
    public var absoluteSeconds: Int64
    /// The session of the sign-in form.
    public var formSeconds: Int64
    /// A session's last sight is written no oftener; saves a disk write on most requests.
    public var touchSeconds: Int64

    public init(idleSeconds: Int64 = 1800, absoluteSeconds: Int64 = 36_000, formSeconds: Int64 = 3600, touchSeconds: Int64 = 60) {
        self.idleSeconds = idleSeconds
        self.absoluteSeconds = absoluteSeconds
        self.formSeconds = formSeconds
        self.touchSeconds = touchSeconds
    }

    public static let standard = SessionRules()
}
