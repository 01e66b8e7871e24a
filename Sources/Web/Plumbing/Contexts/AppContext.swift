public import Hummingbird
public import Identity
public import Kernel

/// Any request, signed in or not. Filled by `Arrival`, `SessionDoor` and `FormGuard`.
public struct AppContext: PageContext {
    public var coreContext: CoreRequestContextStorage
    public let requestID: RequestID
    public internal(set) var address: ClientAddress
    public internal(set) var now: Instant
    public internal(set) var session: Session?
    public internal(set) var sessionToken: SessionToken?
    public internal(set) var account: Account?
    /// The citizen who is signed in; only in the citizens' area, and never together with `account`.
    public internal(set) var citizen: CitizenAccount?
    public internal(set) var form: FormValues
    let typed = TypedForm()

    public init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        requestID = RequestID()
        address = ClientAddress(source.channel.remoteAddress)
        now = Instant(milliseconds: 0)
        form = FormValues()
    }

    public var app: AppContext { self }
}
