internal import Kernel

/// The identifiers that the house can check, under the short names that commands and interfaces use.
public enum IdentifierKind: String, Sendable, CaseIterable {
    case pesel, nip, regon, idcard, passport, nrb, kw, krs, ade, terc, simc, ulic, parcel, postcode, phone, vin, plate

    public var polishName: String {
        switch self {
        case .pesel: "PESEL"
        case .nip: "NIP"
        case .regon: "REGON"
        case .idcard: "numer dowodu osobistego"
        case .passport: "numer paszportu"
        case .nrb: "numer konta"
        case .kw: "numer księgi wieczystej"
        case .krs: "numer KRS"
        case .ade: "adres do e-Doręczeń"
        case .terc: "kod TERYT gminy"
        case .simc: "kod SIMC miejscowości"
        case .ulic: "kod ULIC ulicy"
        case .parcel: "identyfikator działki"
        case .postcode: "kod pocztowy"
        case .phone: "numer telefonu"
        case .vin: "numer VIN"
        case .plate: "numer rejestracyjny"
        }
    }

    private var type: any OfficialIdentifier.Type {
        switch self {
        case .pesel: PESEL.self
        case .nip: NIP.self
        case .regon: REGON.self
        case .idcard: IdentityCardNumber.self
        case .passport: PassportNumber.self
        case .nrb: BankAccountNumber.self
        case .kw: LandRegisterNumber.self
        case .krs: KRSNumber.self
        case .ade: DeliveryAddress.self
        case .terc: MunicipalityCode.self
        case .simc: PlaceCode.self
        case .ulic: StreetCode.self
        case .parcel: ParcelIdentifier.self
        case .postcode: PostalCode.self
        case .phone: TelephoneNumber.self
        case .vin: VehicleIdentificationNumber.self
        case .plate: RegistrationPlate.self
        }
    }

    /// Checks what a person typed.
    public func check(_ text: String) -> IdentifierVerdict {
        do {
            let value = try type.init(checking: text)
            return .valid(value.description, warning: value.warning)
        } catch { return .invalid(error.message) }
    }
}

/// What a check of an identifier found.
public enum IdentifierVerdict: Sendable, Hashable {
    /// The one form in which it is kept, and what a person should look at all the same.
    case valid(String, warning: String?)
    /// The sentence for the person who typed it.
    case invalid(String)

    public var isValid: Bool { if case .valid = self { true } else { false } }
}
