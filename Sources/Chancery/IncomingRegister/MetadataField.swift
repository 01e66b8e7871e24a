internal import Kernel

/// The fields of a letter that may be corrected, with the names people read.
///
/// Number, day of arrival and time of registration are not among them: they never change.
public enum MetadataField: String, Sendable, CaseIterable, Codable {
    case senders, letterDate, postingDate, kinds, title, access, attachmentCount, formats, remarks, type, deliveryManner
    case foreignSign, postingNumber, scan

    public var polishName: String {
        switch self {
        case .senders: "Nadawca"
        case .letterDate: "Data na piśmie"
        case .postingDate: "Data nadania"
        case .kinds: "Rodzaj dokumentu"
        case .title: "Tytuł"
        case .access: "Dostęp"
        case .attachmentCount: "Liczba załączników"
        case .formats: "Format"
        case .remarks: "Uwagi"
        case .type: "Typ"
        case .deliveryManner: "Sposób dostarczenia"
        case .foreignSign: "Znak nadawcy"
        case .postingNumber: "Numer nadania"
        case .scan: "Odwzorowanie"
        }
    }

    /// The value as a person reads it; empty where it is not known.
    public func text(in metadata: LetterMetadata) -> String {
        switch self {
        case .senders: metadata.senders.map { ([$0.label] + $0.address.lines + $0.emails).joined(separator: ", ") }.joined(separator: "; ")
        case .letterDate: metadata.letterDate?.description ?? ""
        case .postingDate: metadata.postingDate?.description ?? ""
        case .kinds: metadata.kinds.joined(separator: ", ")
        case .title: metadata.title
        case .access: metadata.access.polishName
        case .attachmentCount: metadata.attachmentCount.map(String.init) ?? ""
        case .formats: metadata.formats.joined(separator: ", ")
        case .remarks: metadata.remarks.joined(separator: "\n")
        case .type: metadata.type.rawValue
        case .deliveryManner: metadata.deliveryManner
        case .foreignSign: metadata.foreignSign
        case .postingNumber: metadata.postingNumber
        case .scan: metadata.scan?.text ?? ""
        }
    }
}
