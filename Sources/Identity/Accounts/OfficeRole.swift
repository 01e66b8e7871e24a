/// What a person does in the office; the raw value is the word people read.
///
/// A role gives permissions (`Permission.granted(to:)`), nothing else asks for a role by name.
public enum OfficeRole: String, Sendable, Hashable, CaseIterable {
    /// Registers letters that arrive. Source: instrukcja kancelaryjna, § 2 pkt 8 (punkt kancelaryjny).
    case chanceryPoint = "punkt-kancelaryjny"
    /// Works with letters and cases; what of them, the roles of the electronic office say (`Chancery`).
    case officer = "pracownik"
    /// Keeps the register and the ledger of taxes and fees.
    case taxClerk = "podatki"
    /// Reads the register and its letters.
    case reader = "czytelnik"
    /// Keeps accounts and queues; by itself reads no letter.
    case administrator = "administrator"
    /// Works for the programme of the partnership: figures, training, budget. In the office that leads it, for all offices.
    case programme = "program"

    public var polishName: String {
        switch self {
        case .chanceryPoint: "punkt kancelaryjny"
        case .officer: "pracownik"
        case .taxClerk: "podatki i opłaty"
        case .reader: "czytelnik"
        case .administrator: "administrator"
        case .programme: "program e-Urząd"
        }
    }
}
