extension StatutoryTermKind {
    /// What people call it, for lists to choose from.
    public var polishName: String {
        switch self {
        case .immediate: "sprawa załatwiana niezwłocznie"
        case .investigation: "sprawa z postępowaniem wyjaśniającym"
        case .complex: "sprawa szczególnie skomplikowana"
        case .appealProceedings: "postępowanie odwoławcze"
        case .simplified: "postępowanie uproszczone"
        case .reminderForwarding: "przekazanie ponaglenia"
        case .forwarding: "przekazanie według właściwości"
        case .complaint: "skarga powszechna"
        case .motion: "wniosek powszechny"
        case .certificate: "zaświadczenie"
        case .publicInformation: "informacja publiczna"
        case .publicInformationExtended: "informacja publiczna, termin przedłużony"
        case .petition: "petycja"
        case .buildingNotice: "zgłoszenie budowy"
        case .buildingPermit: "pozwolenie na budowę"
        case .appeal: "odwołanie"
        case .orderAppeal: "zażalenie"
        case .completion: "uzupełnienie braków"
        case .restoration: "przywrócenie terminu"
        case .courtComplaint: "skarga do sądu administracyjnego"
        }
    }

    /// Kinds whose term binds the organ, so that a case can have it.
    public static let ofCases: [StatutoryTermKind] = allCases.filter { kind in
        StatutoryTerm.all.contains { $0.kind == kind && $0.bound == .organ }
    }
}
