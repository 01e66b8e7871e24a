/// Why an application was not carried out.
///
/// Source: regulation on the Trusted Profile (t.j. Dz.U. 2023 poz. 2551) § 12 (R1–R5 at a point; R6–R11 belong to confirmation by video,
/// which a municipality does not do); A1 and A2 come from the system.
public enum RefusalReason: String, Sendable, Hashable, CaseIterable {
    case documentInvalid = "R1"
    case identityNotClear = "R2"
    case nameDiffers = "R3"
    case peselDiffers = "R4"
    case birthdayDiffers = "R5"
    case registerDiffers = "A1"
    case termPassed = "A2"

    /// The reasons an operator may give.
    public static let atPoint: [RefusalReason] = [.documentInvalid, .identityNotClear, .nameDiffers, .peselDiffers, .birthdayDiffers]

    public var polishName: String {
        switch self {
        case .documentInvalid: "dokument jest nieważny"
        case .identityNotClear: "na podstawie okazanego dokumentu nie można jednoznacznie potwierdzić tożsamości"
        case .nameDiffers: "imię, imiona lub nazwisko różnią się od danych w dokumencie"
        case .peselDiffers: "numer PESEL różni się od numeru w dokumencie"
        case .birthdayDiffers: "data urodzenia z numeru PESEL różni się od daty w dokumencie"
        case .registerDiffers: "dane są niezgodne z rejestrem PESEL"
        case .termPassed: "minął termin potwierdzenia"
        }
    }

    public var source: String {
        switch self {
        case .registerDiffers: "art. 20ad ust. 2 ustawy o informatyzacji"
        case .termPassed: "§ 4 rozporządzenia w sprawie profilu zaufanego"
        default: "§ 12 rozporządzenia w sprawie profilu zaufanego"
        }
    }
}
