/// Something that metadata table A requires and a letter lacks (R1.10).
///
/// "Required" means obligatory where it can be established, so that a gap is shown and asked about and never stops a case.
/// The sign of the sender (item 16) is required only where the letter bears one, which nobody but a reader can tell.
public enum MetadataGap: String, Sendable, CaseIterable {
    /// Item 1.
    case sender
    /// Item 2b.
    case town
    /// Item 2g.
    case country
    /// Item 3.
    case letterDate
    /// Item 12, of electronic documents.
    case format

    public var polishName: String {
        switch self {
        case .sender: Attention.senderUnknown.polishName
        case .town: "brak miejscowości nadawcy"
        case .country: "brak kraju nadawcy"
        case .letterDate: "brak daty na piśmie"
        case .format: "brak nazwy formatu"
        }
    }

    /// The gaps of a letter, in the order of the table.
    public static func of(_ metadata: LetterMetadata, channel: Channel) -> [MetadataGap] {
        let known = metadata.senders.filter { $0.designation != .unknown }
        var out: [MetadataGap] = []
        if known.count < metadata.senders.count || known.isEmpty { out.append(.sender) }
        if known.contains(where: { $0.address.town.isEmpty }) { out.append(.town) }
        if known.contains(where: { $0.address.country.isEmpty }) { out.append(.country) }
        if metadata.letterDate == nil { out.append(.letterDate) }
        if channel.isElectronic, metadata.formats.isEmpty { out.append(.format) }
        return out
    }
}
