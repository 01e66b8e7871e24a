internal import Chancery
internal import struct Hummingbird.RouterPath

/// Addresses of the file plan.
enum FilePlanPlace: Address, Hashable {
    /// Versions, tree and search, for whoever keeps the plan.
    case plan
    case planClass(ClassSymbol), mode(ClassSymbol), settings(ClassSymbol), wording(ClassSymbol), newClass
    /// Which unit may start cases in which class.
    case matrix
    case importing, apply, demonstration
    /// The plan as everybody looks things up in it.
    case search, favourite
    /// One class as everybody looks it up.
    case lookUp(ClassSymbol)

    var link: String {
        switch self {
        case .planClass(let s): "/admin/jrwa/klasa/\(s)"
        case .mode(let s): "/admin/jrwa/klasa/\(s)/tryb"
        case .settings(let s): "/admin/jrwa/klasa/\(s)/ustawienia"
        case .wording(let s): "/admin/jrwa/klasa/\(s)/haslo"
        case .lookUp(let s): "/ezd/jrwa/klasa/\(s)"
        case .plan: Pattern.plan.rawValue
        case .newClass: Pattern.newClass.rawValue
        case .matrix: Pattern.matrix.rawValue
        case .importing: Pattern.importing.rawValue
        case .apply: Pattern.apply.rawValue
        case .demonstration: Pattern.demonstration.rawValue
        case .search: Pattern.search.rawValue
        case .favourite: Pattern.favourite.rawValue
        }
    }

    enum Pattern: String, CaseIterable {
        case plan = "/admin/jrwa"
        case planClass = "/admin/jrwa/klasa/{symbol}"
        case mode = "/admin/jrwa/klasa/{symbol}/tryb"
        case settings = "/admin/jrwa/klasa/{symbol}/ustawienia"
        case wording = "/admin/jrwa/klasa/{symbol}/haslo"
        case newClass = "/admin/jrwa/nowa-klasa"
        case matrix = "/admin/jrwa/komorki"
        case importing = "/admin/jrwa/wczytaj"
        case apply = "/admin/jrwa/zastosuj"
        case demonstration = "/admin/jrwa/pokaz"
        case search = "/ezd/jrwa"
        case favourite = "/ezd/jrwa/ulubione"
        case lookUp = "/ezd/jrwa/klasa/{symbol}"

        var route: RouterPath { RouterPath(rawValue) }
    }
}
