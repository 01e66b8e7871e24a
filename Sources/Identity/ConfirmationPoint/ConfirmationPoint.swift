public import Kernel
public import Store

public struct PointID: RowID {
    public let number: Int64
    public init(_ number: Int64) { self.number = number }
}

/// A point that confirms Trusted Profiles (punkt potwierdzający).
///
/// A municipality is one only by the minister's consent. Source: act on informatisation (t.j. Dz.U. 2024 poz. 307) art. 20c ust. 3–4, 7.
public struct ConfirmationPoint: Sendable, Hashable {
    public let id: PointID
    public let office: OfficeID
    /// As it stands on records.
    public var name: String
    /// Where the record was made: the place on prints.
    public var place: String
    public var information: PublicInformation
    public var hours: PointHours
    public var state: PointState
    /// Number and day of the minister's consent.
    public var consent: Consent?

    public struct Consent: Sendable, Hashable {
        public var number: String
        public var day: Day
        public init(number: String, day: Day) {
            self.number = number
            self.day = day
        }
    }

    /// What people have to find out (BIP, the door).
    public struct PublicInformation: Sendable, Hashable {
        public var address: String
        public var room: String
        public var wayThere: String
        public var accessibility: String
        public var phone: String

        public init(address: String, room: String, wayThere: String, accessibility: String, phone: String) {
            self.address = address
            self.room = room
            self.wayThere = wayThere
            self.accessibility = accessibility
            self.phone = phone
        }
    }

    public var object: String { "punkt:\(id)" }

    /// Lines for the public page, label and text; empty ones are left out.
    public var publicLines: [(label: String, text: String)] {
        [
            ("Punkt", name), ("Adres", information.address), ("Pokój", information.room), ("Godziny", hours.polishText),
            ("Dojście", information.wayThere), ("Dostępność", information.accessibility), ("Telefon", information.phone),
            ("Stan", state == .open ? "" : state.polishName), ("Opłata", "bez opłat"),
        ].filter { !$0.1.isEmpty }.map { (label: $0.0, text: $0.1) }
    }
}

/// The life of a point.
///
///     applied → consented → open ⇄ closedForNow → consentWithdrawn | ended
public enum PointState: String, Sendable, Hashable, CaseIterable {
    case applied = "wniosek"
    case consented = "zgoda"
    case open = "otwarty"
    case closedForNow = "przerwa"
    case consentWithdrawn = "cofnieta-zgoda"
    case ended = "zakonczony"

    public func mayBecome(_ next: PointState) -> Bool {
        switch (self, next) {
        case (.applied, .consented), (.consented, .open), (.open, .closedForNow), (.closedForNow, .open): true
        case (.consented, .consentWithdrawn), (.open, .consentWithdrawn), (.closedForNow, .consentWithdrawn): true
        case (.consented, .ended), (.open, .ended), (.closedForNow, .ended): true
        default: false
        }
    }

    public var polishName: String {
        switch self {
        case .applied: "złożono wniosek o zgodę"
        case .consented: "jest zgoda, punkt jeszcze nie działa"
        case .open: "otwarty"
        case .closedForNow: "chwilowo nieczynny"
        case .consentWithdrawn: "zgoda cofnięta"
        case .ended: "zakończył działanie"
        }
    }
}

/// When a point serves people: for each day of the week, stretches of Polish civil time.
public struct PointHours: Sendable, Hashable, LosslessStringConvertible {
    public struct Stretch: Sendable, Hashable {
        /// 1 Monday … 7 Sunday.
        public var weekday: Int
        /// Minutes of the day.
        public var from: Int
        public var to: Int
        public init(weekday: Int, from: Int, to: Int) {
            self.weekday = weekday
            self.from = from
            self.to = to
        }
    }

    public let stretches: [Stretch]

    /// `nil` where a stretch is empty, outside the day, or two overlap.
    public init?(_ stretches: [Stretch]) {
        let sorted = stretches.sorted { ($0.weekday, $0.from) < ($1.weekday, $1.from) }
        guard sorted.allSatisfy({ (1...7).contains($0.weekday) && 0 <= $0.from && $0.from < $0.to && $0.to <= 1440 }),
            zip(sorted, sorted.dropFirst()).allSatisfy({ $0.weekday != $1.weekday || $0.to <= $1.from })
        else { return nil }
        self.stretches = sorted
    }

    /// `1 08:00-16:00; 2 08:00-12:00; 2 13:00-17:00`
    public init?(_ text: String) {
        var out: [Stretch] = []
        for part in text.split(separator: ";") {
            let words = part.split { $0 == " " || $0 == "-" || $0 == ":" }.map { Int($0) }
            guard words.count == 5, let day = words[0], let h = words[1], let m = words[2], let toH = words[3], let toM = words[4], m < 60, toM < 60 else {
                return nil
            }
            out.append(Stretch(weekday: day, from: h * 60 + m, to: toH * 60 + toM))
        }
        self.init(out)
    }

    public var description: String { stretches.map { "\($0.weekday) \(Self.clock($0.from))-\(Self.clock($0.to))" }.joined(separator: "; ") }

    /// For people, days with the same hours together.
    public var polishText: String {
        let names = ["poniedziałek", "wtorek", "środa", "czwartek", "piątek", "sobota", "niedziela"]
        return (1...7).compactMap { day in
            let hours = stretches.filter { $0.weekday == day }.map { "\(Self.clock($0.from))–\(Self.clock($0.to))" }
            return hours.isEmpty ? nil : "\(names[day - 1]) \(hours.joined(separator: " i "))"
        }.joined(separator: ", ")
    }

    /// Starts of appointments on a day, in minutes.
    public func slots(on day: Day, lasting minutes: Int) -> [Int] {
        guard minutes > 0 else { return [] }
        return stretches.filter { $0.weekday == day.weekday }.flatMap { s in stride(from: s.from, through: s.to - minutes, by: minutes) }
    }

    public func isOpen(on day: Day, minute: Int) -> Bool {
        stretches.contains { $0.weekday == day.weekday && $0.from <= minute && minute < $0.to }
    }

    static func clock(_ minutes: Int) -> String {
        func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
        return "\(two(minutes / 60)):\(two(minutes % 60))"
    }
}
