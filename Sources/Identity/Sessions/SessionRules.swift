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
    /// Before the end a page warns so early.
    public var warnSeconds: Int64

    public init(
        idleSeconds: Int64 = 1800, absoluteSeconds: Int64 = 36_000, formSeconds: Int64 = 3600, touchSeconds: Int64 = 60, warnSeconds: Int64 = 150
    ) {
        self.idleSeconds = idleSeconds
        self.absoluteSeconds = absoluteSeconds
        self.formSeconds = formSeconds
        self.touchSeconds = touchSeconds
        self.warnSeconds = warnSeconds
    }

    public static let standard = SessionRules()
    /// A citizen: a quarter of an hour of silence, twelve hours in all.
    public static let citizen = SessionRules(idleSeconds: 900, absoluteSeconds: 43_200)
    /// An operator of a confirmation point: a quarter of an hour of silence, eight hours in all.
    public static let pointOperator = SessionRules(idleSeconds: 900, absoluteSeconds: 28_800)
}
