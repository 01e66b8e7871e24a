public import Kernel

/// A municipality that has its electronic office here.
public struct OfficeRecord: Sendable, Hashable, Codable {
    public enum Kind: String, Sendable, Codable, CaseIterable {
        case commune = "gmina", county = "powiat"
    }

    public var id: OfficeID
    /// As it stands on letters: `Gmina Prusice`.
    public var name: String
    public var kind: Kind
    /// The account of the office on the platform; boxes are `/<podmiot>/<name>`.
    public var podmiot: String
    public var town: String
    public var postCode: String
    public var street: String
    /// The office whose people train in this one; `nil` for an office that works. A training office has no box and sends nothing.
    public var trainingOf: OfficeID?
    public var isTraining: Bool { trainingOf != nil }

    public init(
        id: OfficeID, name: String, kind: Kind, podmiot: String, town: String, postCode: String, street: String, trainingOf: OfficeID? = nil
    ) {
        self.id = id
        self.name = name
        self.kind = kind
        self.podmiot = podmiot
        self.town = town
        self.postCode = postCode
        self.street = street
        self.trainingOf = trainingOf
    }
}
