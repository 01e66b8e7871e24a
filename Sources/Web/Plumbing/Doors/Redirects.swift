internal import HTTPTypes
public import Hummingbird

extension Response {
    /// 303: the browser goes on with GET, so that reloading repeats no act.
    /// - Parameter location: an address of this server, from `Place` or `LocalPath`.
    public static func seeOther(_ location: String) -> Response { Response(status: .seeOther, headers: [.location: location]) }

    public static func seeOther(_ place: Place) -> Response { seeOther(place.link) }
}
