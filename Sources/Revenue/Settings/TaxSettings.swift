/// What the law leaves open or says in a way that is read differently, as settings of the office.
///
/// Every calculation names the settings it used, with the value that held (`notes`).
public struct TaxSettings: Sendable, Hashable {
    /// Where the amount of a line is rounded.
    public enum LineRounding: String, Sendable, CaseIterable {
        /// Each line to the grosz, as DN-1 and decisions show it.
        case grosz = "kazda-pozycja-do-grosza"
        /// Only the whole tax.
        case none = "tylko-suma"
    }

    /// How precisely the converted hectares of a plot are kept.
    public enum ConvertedHectares: String, Sendable, CaseIterable {
        case fourDigits = "cztery-miejsca-na-wiersz"
        case exact = "bez-zaokraglenia"
    }

    /// Which instalment takes what does not divide.
    public enum Remainder: String, Sendable, CaseIterable {
        case first = "pierwsza-rata"
        case last = "ostatnia-rata"
    }

    /// What is compared with the amount up to which no interest is charged.
    public enum ThresholdBase: String, Sendable, CaseIterable {
        case unrounded = "odsetki-przed-zaokragleniem"
        case rounded = "odsetki-zaokraglone"
    }

    public enum WasteRounding: String, Sendable, CaseIterable {
        case grosz = "do-grosza"
        case wholeZlotys = "do-pelnych-zlotych"
    }

    /// How the fee for an alcohol licence is reduced in its first and last year.
    public enum LicencePeriod: String, Sendable, CaseIterable {
        case days = "dni"
        case months = "miesiace"
    }

    /// Where the increase of a changed decision is paid.
    public enum IncreaseDue: String, Sendable, CaseIterable {
        /// In the instalments that are not due yet; when there are none, 14 days after delivery.
        case remainingInstalments = "pozostale-raty"
        /// At once, 14 days after delivery.
        case separately = "osobno"
    }

    public var lineRounding = LineRounding.grosz
    public var convertedHectares = ConvertedHectares.fourDigits
    public var remainder = Remainder.first
    public var thresholdBase = ThresholdBase.unrounded
    public var wasteRounding = WasteRounding.grosz
    public var licencePeriod = LicencePeriod.days
    public var increaseDue = IncreaseDue.remainingInstalments

    public init() {}

    public static let standard = TaxSettings()

    public enum Name: String, Sendable, CaseIterable {
        case lineRounding, convertedHectares, remainder, thresholdBase, wasteRounding, licencePeriod, increaseDue
    }

    /// The settings as a calculation prints them.
    public func notes(_ names: [Name]) -> [SettingNote] { names.map(note) }

    public func note(_ name: Name) -> SettingNote {
        switch name {
        case .lineRounding: SettingNote("Zaokrąglanie pozycji", lineRounding.rawValue, "Ordynacja podatkowa art. 63 § 1")
        case .convertedHectares: SettingNote("Hektary przeliczeniowe", convertedHectares.rawValue, "UPR art. 4 ust. 1")
        case .remainder: SettingNote("Reszta z podziału na raty", remainder.rawValue, "UPOL art. 6 ust. 7")
        case .thresholdBase: SettingNote("Próg odsetek porównuje", thresholdBase.rawValue, "Ordynacja podatkowa art. 54 § 1 pkt 5")
        case .wasteRounding: SettingNote("Zaokrąglanie opłaty za odpady", wasteRounding.rawValue, "UCPG art. 6j; Ordynacja podatkowa art. 63 § 1")
        case .licencePeriod: SettingNote("Część roku zezwolenia liczona w", licencePeriod.rawValue, "ustawa o wychowaniu w trzeźwości art. 11¹ ust. 8")
        case .increaseDue: SettingNote("Podwyższenie podatku płatne", increaseDue.rawValue, "Ordynacja podatkowa art. 47 § 1")
        }
    }
}

/// A setting with the value a calculation used.
public struct SettingNote: Sendable, Hashable, CustomStringConvertible {
    public let name: String
    public let value: String
    /// The provision that leaves it open.
    public let basis: String

    init(_ name: String, _ value: String, _ basis: String) {
        self.name = name
        self.value = value
        self.basis = basis
    }

    public var description: String { "\(name): \(value) (\(basis))" }
}
