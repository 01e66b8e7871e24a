internal import Chancery
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Office
internal import Store

/// A case with what the person who asks sees of it and may do in it.
struct CaseAtHand: Sendable {
    var file: CaseFile
    var sight: CaseSight
}

extension OfficerAtWork {
    /// Decides anew in the transaction of an act.
    func existing(_ c: any SQLConnection, _ sign: CaseSign) throws -> CaseAtHand {
        guard let file = try Cases.find(c, sign) else { throw Problem(.notFound, "Nie ma sprawy \(sign). Sprawdź znak.") }
        let sight = try Cases.sight(c, file, acting: acting, rights: rights)
        try sight.requireReading()
        return CaseAtHand(file: file, sight: sight)
    }

    /// Whether registers of the unit may be seen as a whole: by its head, and by those who read everywhere.
    func seesRegisters(of unit: UnitID, symbol: String? = nil) -> PermissionDecision {
        rights.decide(.read, on: AccessSubject(unit: unit, symbol: symbol, access: .fullyPublic))
    }

    /// Units whose cases the person sees as a whole, in the order of codes.
    var unitsSeen: [OfficeUnit] {
        rights.tree.units.filter { unit in [.whole, .metadata].contains(seesRegisters(of: unit.id).extent) }
    }

    /// Lists of cases show register data, so that coordinators and chancery points see what their roles give them.
    var caseVisibility: ListVisibility { rights.visibility([.whole, .sharedPart, .metadata]) }
}

extension Desk {
    /// The part of the side navigation about cases; each line only where the rights give what is behind it.
    func caseNavigation(_ worker: OfficerAtWork, _ counts: WorkCounts) -> [NavigationItem] {
        guard worker.rights.decide(.read).extent != nil else { return [] }
        return [
            NavigationItem(.cases, CasePlace.list.link, "Sprawy"),
            NavigationItem(
                .terms, CasePlace.terms.link, "Terminy", count: counts.lateCases, isBounded: counts.lateCases >= Cases.countLimit, isHot: true),
            NavigationItem(.caseLists, CasePlace.lists.link, "Spisy spraw"),
        ]
    }
}

extension PageContext {
    /// The sign of a case from the address.
    func caseSign() throws -> CaseSign {
        guard let sign = parameters.get("znak").flatMap({ CaseSign($0) }) else {
            throw Problem(.notFound, "Nie ma takiej sprawy. Znak wygląda tak: GK.6131.14.2026.")
        }
        return sign
    }

    func registerNumber() throws -> RegisterNumber { RegisterNumber(year: try number("rok"), number: try number("nr")) }
}
