public import Kernel
public import Law
public import Store

/// The number of a person in the house; says nothing about the person and is never given again.
public struct PersonID: RowID {
    public let number: Int64
    public init(_ number: Int64) { self.number = number }
}

/// A human being the house knows, apart from any account (dane identyfikujące osobę).
///
/// Source: act on informatisation (t.j. Dz.U. 2024 poz. 307), art. 20ad: names, surname, birth date, PESEL.
public struct Person: Sendable, Hashable {
    public let id: PersonID
    public var name: PersonName
    public var birthday: Day
    /// `nil` for a foreigner who has none.
    public var pesel: SealedPESEL?
    public var contact: ContactData
    /// Day of death, as the register gave it.
    public var diedOn: Day?

    /// How the journal names the person.
    public var object: String { Person.object(id) }
    public static func object(_ id: PersonID) -> String { "osoba:\(id)" }

    /// Whole years on a day; negative before birth.
    public func age(on day: Day) -> Int { Person.age(born: birthday, on: day) }

    /// The year is full at the beginning of its last day; who was born on 29 February has it on the 28th of a common year (Civil Code art. 112).
    static func age(born: Day, on day: Day) -> Int {
        let years = day.components.year - born.components.year
        return born.adding(years: years) <= day ? years : years - 1
    }
}

/// A person to be added.
public struct NewPerson: Sendable {
    public var name: PersonName
    public var birthday: Day
    public var pesel: PESEL?
    public var contact: ContactData

    /// - Throws: `Problem` where the birth date is not that of the PESEL.
    public init(name: PersonName, birthday: Day, pesel: PESEL?, contact: ContactData = ContactData()) throws {
        if let pesel, pesel.birthday != birthday {
            throw Problem(.invalidInput, "Data urodzenia nie zgadza się z numerem PESEL. Sprawdź jedno i drugie.", field: "birthday")
        }
        self.name = name
        self.birthday = birthday
        self.pesel = pesel
        self.contact = contact
    }

    /// With the birth date that the PESEL tells.
    public init(name: PersonName, pesel: PESEL, contact: ContactData = ContactData()) throws {
        guard let birthday = pesel.birthday else { throw Problem(.invalidInput, "Sprawdź PESEL.", field: "pesel") }
        try self.init(name: name, birthday: birthday, pesel: pesel, contact: contact)
    }
}

/// What is to change about a person; what is `nil` stays.
public struct PersonCorrection: Sendable {
    public var name: PersonName?
    public var pesel: PESEL?
    public var contact: ContactData?
    public var diedOn: Day?

    public init(name: PersonName? = nil, pesel: PESEL? = nil, contact: ContactData? = nil, diedOn: Day? = nil) {
        self.name = name
        self.pesel = pesel
        self.contact = contact
        self.diedOn = diedOn
    }
}

/// One change in the history of a person. A PESEL stands in it masked.
public struct PersonChange: Sendable, Hashable {
    public enum Field: String, Sendable, Hashable { case givenNames = "given-names", surname, birthday, pesel, mail, phone, died }
    public var id: Int64
    public var at: Instant
    public var actor: String
    public var field: Field
    public var before: String
    public var after: String
    /// Where the new value came from: `wniosek`, `rejestr PESEL`, …
    public var source: String
}
