public import Hummingbird
public import Kernel

/// Notes when and from where a request came.
public struct Arrival: RouterMiddleware {
    public typealias Context = AppContext
    let time: TimeSource
    let trustedProxies: Set<String>

    /// - Parameter trustedProxies: numeric addresses of proxies whose `X-Forwarded-For` is believed; from anyone else the
    ///   header is ignored, because anyone can write it.
    public init(time: TimeSource, trustedProxies: Set<String> = []) {
        self.time = time
        self.trustedProxies = trustedProxies
    }

    public func handle(_ request: Request, context: Context, next: (Request, Context) async throws -> Response) async throws -> Response {
        var context = context
        context.now = time.now
        context.address = client(peer: context.address, forwarded: request.headers[.xForwardedFor])
        return try await next(request, context)
    }

    /// The last entry that is no proxy of ours was written by a proxy of ours; those before it are hearsay.
    func client(peer: ClientAddress, forwarded: String?) -> ClientAddress {
        guard trustedProxies.contains(peer.description), let forwarded else { return peer }
        let hops = forwarded.split(separator: ",").map { ClientAddress(String($0).trimmingWhiteSpace) }
        return hops.last { !trustedProxies.contains($0.description) && !$0.description.isEmpty } ?? peer
    }
}
