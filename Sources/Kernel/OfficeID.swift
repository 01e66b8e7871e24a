/// The short name of one municipality's electronic office: file name, schema name and part of addresses.
///
/// Lower-case Latin letters, digits and hyphens, starting with a letter, at most 40 characters.
public struct OfficeID: Sendable, Hashable, LosslessStringConvertible, Codable {
    public let description: String

    public init?(_ text: String) {
        let b = Array(text.utf8)
        guard (1...40).contains(b.count), (97...122).contains(b[0]),
            b.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) || $0 == 45 })
        else { return nil }
        description = text
    }

    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let id = OfficeID(text) else {
            throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "not an office id"))
        }
        self = id
    }
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
