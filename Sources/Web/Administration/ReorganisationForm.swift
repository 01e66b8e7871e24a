internal import Chancery
internal import Kernel
internal import Store

/// The fields of the reorganisation wizard, read into a plan.
struct ReorganisationForm {
    enum Kind: String, Sendable, CaseIterable, Hashable {
        case split = "podzial", merge = "polaczenie", rename = "zmiana", handOver = "przekazanie"

        var title: String {
            switch self {
            case .split: "Podział komórki"
            case .merge: "Połączenie komórek"
            case .rename: "Zmiana symbolu i nazwy"
            case .handOver: "Przekazanie spraw"
            }
        }
        var words: String {
            switch self {
            case .split: "Jedna komórka znika, powstają dwie albo trzy. Sprawy i osoby dzielisz między nie."
            case .merge: "Kilka komórek znika, powstaje jedna. Przejmuje ich sprawy i osoby."
            case .rename: "Komórka dostaje nowy symbol. Jej sprawy w toku dostają nowe znaki z odesłaniem do starych."
            case .handOver: "Struktura się nie zmienia. Sprawy w toku przechodzą do innej komórki."
            }
        }
        var order: [String] {
            switch self {
            case .split: ["komorka", "symbol", "nazwa", "symbol-2", "nazwa-2", "klasy-2", "symbol-3", "nazwa-3", "klasy-3", "dokad", "od", "powod"]
            case .merge: ["komorki", "symbol", "nazwa", "nadrzedna", "od", "powod"]
            case .rename: ["komorka", "symbol", "nazwa", "od", "powod"]
            case .handOver: ["komorka", "dokad", "klasy", "od", "powod"]
            }
        }
    }

    /// What is to be done: a plan for the structure, or a hand-over alone.
    enum Order: Sendable {
        case plan(Reorganisation)
        case handOver(CaseHandOver)
    }

    static let mostParts = 3

    var kind: Kind
    var values: FormValues
    var tree: UnitTree
    /// Posts of the units that go, for moving people along.
    var posts: [OfficerPost]
    var today: Day

    /// - Throws: `Problems` of the fields.
    func read() throws -> Order {
        var reading = FormReading(values, today: today)
        let day = reading.day("od", ask: "Podaj dzień, od którego obowiązuje zmiana")
        let reason = reading.required("powod", "Podaj podstawę zmiany, na przykład numer zarządzenia")
        func unit(_ text: String?) -> OfficeUnit? { text.flatMap { UnitID($0) }.flatMap { tree[$0] } }
        func classes(_ field: String) -> [String] { reading.text(field).split(whereSeparator: { ", ;".contains($0) }).map(String.init) }
        func check(_ symbols: [String], _ field: String) {
            for one in symbols where ClassSymbol(one) == nil { reading.add(field, "Symbol klasy to same cyfry, na przykład 6131 albo 61") }
        }
        switch kind {
        case .split:
            let old = reading.choice("komorka", "Wybierz komórkę, która się dzieli") { unit($0) }
            var parts: [(unit: Reorganisation.NewUnit, classes: [String])] = []
            for n in 1...Self.mostParts {
                let s = n == 1 ? "" : "-\(n)"
                if n == 3, values["symbol-3"] == nil, values["nazwa-3"] == nil { continue }
                let code = reading.required("symbol" + s, "Wpisz symbol nowej komórki")
                let name = reading.required("nazwa" + s, "Wpisz nazwę nowej komórki")
                let given = n == 1 ? [] : classes("klasy" + s)
                if n > 1, given.isEmpty { reading.add("klasy" + s, "Wpisz symbole klas, które przejmie ta komórka") }
                check(given, "klasy" + s)
                parts.append((Reorganisation.NewUnit(code: code, name: name, parent: old?.parent), given))
            }
            try reading.finish()
            guard let day, let old else { throw Problems(reading.problems) }
            var plan = Reorganisation.split(old.id, into: parts, on: day, reason: reason)
            plan.transfers = transfers(from: [old.id], codes: parts.map(\.unit.code))
            return .plan(plan)
        case .merge:
            let old = values.all("komorki").compactMap { unit($0) }
            if old.count < 2 { reading.add("komorki", "Zaznacz co najmniej dwie komórki") }
            let code = reading.required("symbol", "Wpisz symbol nowej komórki"), name = reading.required("nazwa", "Wpisz nazwę nowej komórki")
            try reading.finish()
            guard let day else { throw Problems(reading.problems) }
            let parent = values["nadrzedna"].flatMap { UnitID($0) }
            var plan = Reorganisation.merge(old.map(\.id), into: Reorganisation.NewUnit(code: code, name: name, parent: parent), on: day, reason: reason)
            plan.transfers = transfers(from: old.map(\.id), codes: [code])
            return .plan(plan)
        case .rename:
            let old = reading.choice("komorka", "Wybierz komórkę") { unit($0) }
            let code = reading.required("symbol", "Wpisz nowy symbol"), name = reading.required("nazwa", "Wpisz nową nazwę")
            if let old, UnitCode(code)?.folded == old.code.folded { reading.add("symbol", "Symbol się nie zmienia. Samą nazwę zmień na stronie komórki") }
            try reading.finish()
            guard let day, let old else { throw Problems(reading.problems) }
            // A new symbol means new signs, so the old unit ends and its cases go on in the new one.
            var plan = Reorganisation.merge([old.id], into: Reorganisation.NewUnit(code: code, name: name, parent: old.parent), on: day, reason: reason)
            plan.transfers = transfers(from: [old.id], codes: [code])
            return .plan(plan)
        case .handOver:
            let from = reading.choice("komorka", "Wybierz komórkę, która oddaje sprawy") { unit($0) }
            let to = reading.choice("dokad", "Wybierz komórkę, która przejmie sprawy") { unit($0) }
            let given = classes("klasy")
            check(given, "klasy")
            if let from, from.id == to?.id { reading.add("dokad", "Wybierz inną komórkę niż ta, która oddaje sprawy") }
            if let day, day < today { reading.add("od", "Podaj dzień dzisiejszy albo późniejszy") }
            try reading.finish()
            guard let day, let from, let to else { throw Problems(reading.problems) }
            return .handOver(CaseHandOver(from: from.id, to: to.id, onDay: day, reason: reason, classes: given))
        }
    }

    /// People go on in the new unit that was chosen for them; of one new unit, in that one.
    private func transfers(from units: [UnitID], codes: [String]) -> [Reorganisation.Transfer] {
        posts.filter { units.contains($0.unit) }.compactMap { post in
            let chosen = values["osoba-\(post.id)"] ?? "1"
            guard chosen != "koniec", let index = Int(chosen), codes.indices.contains(index - 1) else { return nil }
            return Reorganisation.Transfer(post: post.id, to: .opened(code: codes[index - 1]))
        }
    }
}
