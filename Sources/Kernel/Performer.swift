/// Who does an act: an officer, or a part of the system that acts by itself.
public struct Performer: Sendable, Hashable {
    /// What the journal keeps, for example `konto:17` or `system:łącznik`.
    public var id: String
    /// What people read.
    public var name: String

    public init(id: String, name: String) {
        self.id = id
        self.name = name
    }

    /// The connector that fetches correspondence (łącznik).
    public static let connector = Performer(id: "system:łącznik", name: "łącznik ePUAP")
}
